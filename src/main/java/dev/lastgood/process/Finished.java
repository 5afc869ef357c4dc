// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

/// How a program ended. Output is UTF-8, cut at 64 KiB each.
public sealed interface Finished {
  /// It ended by itself.
  ///
  /// @param out what it wrote to standard output
  /// @param err what it wrote to standard error
  record Exited(int code, String out, String err) implements Finished {}

  /// It was killed at its timeout.
  ///
  /// @param out what it had written to standard output
  /// @param err what it had written to standard error
  record TimedOut(String out, String err) implements Finished {}

  /// It could not be started.
  ///
  /// @param why the system's reason
  record NotStarted(String why) implements Finished {}
}
