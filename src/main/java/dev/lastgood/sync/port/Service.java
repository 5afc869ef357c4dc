// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Activation;

/// The service that reads the file, as far as it can be told to read it again.
public interface Service {
  /// What the service manager knows of it.
  ///
  /// @throws StepFailed when the service manager does not answer, knows no such unit, or could not
  ///   do with it what the activation wants
  State state(Activation activation) throws StepFailed;

  /// Whether the service could be activated and revived, as far as that can be known. Asks only and
  /// starts nothing: `doctor` asks the same.
  ///
  /// @throws StepFailed with remedy operator when something stands in the way
  void requireReady(Activation activation) throws StepFailed;

  /// Makes a running service read the file, and waits for the job's result.
  ///
  /// @param environment what a command activation sees
  /// @throws StepFailed when the job fails or takes too long
  void activate(Activation activation, CommandEnvironment environment) throws StepFailed;

  /// Makes the service read the file after a failure: forgets the failure, then starts it afresh.
  ///
  /// @param environment what a command activation sees
  /// @throws StepFailed when the job fails or takes too long
  void revive(Activation activation, CommandEnvironment environment) throws StepFailed;

  /// What the service manager knows.
  ///
  /// @param identity changes whenever the service's process is started anew; empty when not known
  /// @param detail in the service manager's own words
  record State(Phase phase, String identity, String detail) {}

  /// Running or not.
  enum Phase {
    ACTIVE,
    /// It is on its way up: starting, or waiting to be restarted after a crash.
    STARTING,
    /// It is on its way down.
    STOPPING,
    /// It was stopped, or never started.
    STOPPED,
    /// It is meant to run and does not.
    FAILED,
    /// There is no service manager to ask: a command or nothing activates.
    UNOBSERVED
  }
}
