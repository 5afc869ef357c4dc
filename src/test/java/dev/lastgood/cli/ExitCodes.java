// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.sync.PassEnd;

/// The exit codes, for tests of other rooms.
public final class ExitCodes {
  private ExitCodes() {}

  /// What the shell sees of a pass.
  public static int of(PassEnd end) {
    return ExitCode.of(end).code();
  }
}
