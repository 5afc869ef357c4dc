// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import java.util.concurrent.atomic.AtomicReference;

/// The second half of a pass, in which a stopping signal waits; and who got there first, the pass
/// or the signal.
///
/// Before the swap a signal may end the process at once. From the intent on the pass must end
/// proven or undone, so the signal waits; and what was done is said before the process ends.
public final class CriticalSection {
  private enum State {
    /// Nothing has been touched.
    OUTSIDE,
    /// The same, and a signal came.
    STOPPED,
    INSIDE,
    /// Inside, and a signal waits.
    INSIDE_STOPPING,
    /// What had to be finished is finished.
    LEFT,
    /// The same, and a signal waits for what is to be said.
    LEFT_STOPPING
  }

  /// When a process that was asked to stop may end.
  public enum Ending {
    /// Nothing was touched.
    AT_ONCE,
    /// A pass is inside, and has to be waited for.
    WHEN_LEFT,
    /// Nothing is half done any more; what was done may not have been said yet.
    WHEN_SAID
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.OUTSIDE);

  /// From here to [#leave] a stopping signal waits.
  ///
  /// @throws Stopped when a signal came first
  void enter() {
    State now = state.get();
    boolean free = now == State.OUTSIDE || now == State.LEFT;
    if (!free || !state.compareAndSet(now, State.INSIDE)) {
      throw new Stopped();
    }
  }

  /// What had to be finished is finished. Nothing enters again once a signal waits.
  void leave() {
    state.updateAndGet(now -> now == State.INSIDE_STOPPING ? State.LEFT_STOPPING : State.LEFT);
  }

  /// Asks to stop: no pass enters any more.
  public Ending requestStop() {
    return switch (state.updateAndGet(CriticalSection::stopping)) {
      case OUTSIDE, STOPPED -> Ending.AT_ONCE;
      case INSIDE, INSIDE_STOPPING -> Ending.WHEN_LEFT;
      case LEFT, LEFT_STOPPING -> Ending.WHEN_SAID;
    };
  }

  private static State stopping(State now) {
    return switch (now) {
      case OUTSIDE, STOPPED -> State.STOPPED;
      case INSIDE, INSIDE_STOPPING -> State.INSIDE_STOPPING;
      case LEFT, LEFT_STOPPING -> State.LEFT_STOPPING;
    };
  }

  /// Whether somebody asked to stop.
  boolean isStopRequested() {
    State now = state.get();
    return now == stopping(now);
  }

  /// A pass was stopped before it began to change anything.
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped by a signal; nothing is half done");
    }
  }
}
