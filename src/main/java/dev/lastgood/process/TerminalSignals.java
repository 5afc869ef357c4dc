// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import sun.misc.Signal;

/// What a terminal tells whoever draws on it: that it has another size (SIGWINCH), and that its
/// user comes back from the shell (SIGCONT).
public final class TerminalSignals {
  private TerminalSignals() {}

  /// Has both answered in this way from now on, each on a thread of its own.
  public static void answer(Runnable redraw) {
    Signal.handle(new Signal("WINCH"), _ -> redraw.run());
    Signal.handle(new Signal("CONT"), _ -> redraw.run());
  }
}
