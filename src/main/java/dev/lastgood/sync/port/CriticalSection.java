// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

/// The second half of a pass, in which a stopping signal waits; and who got there first, the pass
/// or the signal.
///
/// Before the swap a signal may end the process at once. From the intent on the pass must end
/// proven or undone, so the signal waits; and what was done is said before the process ends.
public final class CriticalSection {
  /// When a process that is asked to stop may end.
  public enum Ending {
    /// Nothing was touched.
    AT_ONCE,
    /// A pass is inside, and has to be waited for.
    WHEN_LEFT,
    /// Nothing is half done any more; what was done may not have been said yet.
    WHEN_SAID
  }

  private Ending ending = Ending.AT_ONCE;
  private boolean stopRequested;

  /// From here to [#leave] a stopping signal waits.
  ///
  /// @throws Stopped when a signal came first
  public synchronized void enter() {
    if (stopRequested) {
      throw new Stopped();
    }
    ending = Ending.WHEN_LEFT;
  }

  /// What had to be finished is finished. Nothing enters again once a signal waits.
  public synchronized void leave() {
    ending = Ending.WHEN_SAID;
  }

  /// What was done is said, too: a stopping signal that comes now finds nothing half done.
  public synchronized void said() {
    ending = Ending.AT_ONCE;
  }

  /// Asks to stop: no pass enters any more.
  public synchronized Ending requestStop() {
    stopRequested = true;
    return ending;
  }

  /// Whether somebody asked to stop.
  public synchronized boolean isStopRequested() {
    return stopRequested;
  }

  /// A pass was stopped before it began to change anything.
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped by a signal; nothing is half done");
    }
  }
}
