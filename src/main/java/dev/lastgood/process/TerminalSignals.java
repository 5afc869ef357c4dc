// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import sun.misc.Signal;

/// What a terminal tells whoever draws on it: that it has another size (SIGWINCH), that its user
/// wants the shell for a while (SIGTSTP), and comes back (SIGCONT).
public final class TerminalSignals {
  private TerminalSignals() {}

  /// Who is told.
  public interface Drawing {
    /// Draws anew.
    void redraw();

    /// Gives the terminal back; the process stops after that.
    void giveBack();

    /// Takes it again.
    void takeAgain();
  }

  /// Has them answered from now on.
  public static void answer(Drawing drawing) {
    Signal.handle(new Signal("WINCH"), _ -> drawing.redraw());
    Signal.handle(new Signal("CONT"), _ -> drawing.takeAgain());
    Signal.handle(
        new Signal("TSTP"),
        _ -> {
          drawing.giveBack();
          Signal.raise(new Signal("STOP"));
        });
  }
}
