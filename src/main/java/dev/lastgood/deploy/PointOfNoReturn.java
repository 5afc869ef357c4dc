// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import java.util.concurrent.atomic.AtomicReference;

/// The seam between the two halves of a pass, and who got there first: the pass or a stopping
/// signal.
///
/// Before the swap a signal may end the process at once. From the intent on the pass must end
/// proven or undone, so the signal waits.
public final class PointOfNoReturn {
  private enum Side {
    FREE,
    CROSSED,
    /// Crossed, and a signal waits.
    AWAITED,
    STOPPED
  }

  private final AtomicReference<Side> side = new AtomicReference<>(Side.FREE);

  /// Goes over. From here to [#back] a stopping signal waits.
  ///
  /// @throws Stopped when a signal came first
  void cross() {
    if (!side.compareAndSet(Side.FREE, Side.CROSSED)) {
      throw new Stopped();
    }
  }

  /// Comes back: what had to be finished is finished. Nothing crosses again once a signal waits.
  void back() {
    side.updateAndGet(now -> now == Side.AWAITED ? Side.STOPPED : Side.FREE);
  }

  /// Asks to stop.
  ///
  /// @return true when the process may end at once, and no pass crosses any more; false when a pass
  ///   has crossed and must be waited for
  public boolean stop() {
    return side.updateAndGet(
            now -> now == Side.FREE || now == Side.STOPPED ? Side.STOPPED : Side.AWAITED)
        == Side.STOPPED;
  }

  /// Whether somebody asked to stop.
  boolean isStopAsked() {
    Side now = side.get();
    return now == Side.AWAITED || now == Side.STOPPED;
  }

  /// A pass was stopped before it touched anything.
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped by a signal before anything was touched");
    }
  }
}
