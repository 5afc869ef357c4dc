// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

/// The one edge to other processes.
public final class CommandRunner {
  /// Runs a program to its end, with nothing on its standard input.
  public Finished run(Command command) {
    throw new UnsupportedOperationException("not built yet: " + command);
  }
}
