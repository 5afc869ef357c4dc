// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import java.util.concurrent.atomic.AtomicReference;

/// The seam between the two halves of a pass, and who got there first: the pass or a stopping
/// signal.
///
/// Before the swap a signal may end the process at once. From the intent on the pass must end
/// proven or undone, so the signal waits; and what was done is said before the process ends.
public final class PointOfNoReturn {
  private enum Side {
    /// Nothing has been touched.
    FREE,
    /// The same, and a signal came.
    STOPPED,
    CROSSED,
    /// Crossed, and a signal waits.
    AWAITED,
    /// Crossed and come back.
    BACK,
    /// The same, and a signal waits for what is to be said.
    ENDING
  }

  /// When a process that was asked to stop may end.
  public enum Ending {
    /// Nothing was touched.
    AT_ONCE,
    /// A pass has crossed, and has to be waited for.
    WHEN_BACK,
    /// Nothing is half done any more; what was done may not have been said yet.
    WHEN_SAID
  }

  private final AtomicReference<Side> side = new AtomicReference<>(Side.FREE);

  /// Goes over. From here to [#back] a stopping signal waits.
  ///
  /// @throws Stopped when a signal came first
  void cross() {
    Side now = side.get();
    boolean over = (now == Side.FREE || now == Side.BACK) && side.compareAndSet(now, Side.CROSSED);
    if (!over) {
      throw new Stopped();
    }
  }

  /// Comes back: what had to be finished is finished. Nothing crosses again once a signal waits.
  void back() {
    side.updateAndGet(now -> now == Side.AWAITED ? Side.ENDING : Side.BACK);
  }

  /// Asks to stop: no pass crosses any more.
  public Ending stop() {
    return switch (side.updateAndGet(PointOfNoReturn::stopped)) {
      case FREE, STOPPED -> Ending.AT_ONCE;
      case CROSSED, AWAITED -> Ending.WHEN_BACK;
      case BACK, ENDING -> Ending.WHEN_SAID;
    };
  }

  private static Side stopped(Side now) {
    return switch (now) {
      case FREE, STOPPED -> Side.STOPPED;
      case CROSSED, AWAITED -> Side.AWAITED;
      case BACK, ENDING -> Side.ENDING;
    };
  }

  /// Whether somebody asked to stop.
  boolean isStopAsked() {
    Side now = side.get();
    return now == stopped(now);
  }

  /// A pass was stopped before it began to change anything.
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped by a signal; nothing is half done");
    }
  }
}
