// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;
import java.util.List;

/// How the service is made to read the file again.
public sealed interface Activation {
  /// Through systemd.
  ///
  /// @param unit for example `podman-powersync.service`
  record Systemd(String unit, Action action, Duration timeout) implements Activation {}

  /// Through a program: exit 0 is success.
  ///
  /// @param argv program and arguments, no shell; `{file}` is the destination
  record Command(List<String> argv, Duration timeout) implements Activation {}

  /// Through a signal to a process that is seen from here: on this host, or beside this container
  /// where both share a process namespace.
  ///
  /// @param name as `ps -o comm` shows it
  record Signalled(String name, Signal signal, Duration timeout) implements Activation {}

  /// The service notices by itself.
  record None() implements Activation {}

  /// The systemd job that activates.
  enum Action implements Worded {
    /// Restart when running.
    TRY_RESTART,
    RESTART,
    /// Reload, for a service that reads its file again at that.
    RELOAD
  }

  /// What a process is told.
  enum Signal implements Worded {
    /// Read the file again.
    HUP,
    /// The same, for those who read it at this signal.
    USR1,
    /// The same.
    USR2,
    /// End; what keeps it running starts it again.
    TERM,
    /// Nothing: what keeps it running sees the new file, and starts it again.
    NONE;

    @Override
    public String word() {
      return this == NONE ? "none" : name();
    }
  }

  /// The program that it runs, with its arguments; empty when it runs none.
  default List<String> argv() {
    return List.of();
  }
}
