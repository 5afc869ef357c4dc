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

  /// The program that it runs, with its arguments; empty when it runs none.
  default List<String> argv() {
    return List.of();
  }
}
