// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import java.time.Duration;

/// The time one check may take, for code that asks often enough whether it is over.
final class Deadline {
  private final long end;

  private Deadline(Duration time) {
    this.end = System.nanoTime() + time.toNanos();
  }

  /// Begins now.
  static Deadline in(Duration time) {
    return new Deadline(time);
  }

  /// Whether there is no time left.
  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /// Goes on.
  ///
  /// @throws Over when there is no time left
  void check() {
    if (isOver()) {
      throw new Over();
    }
  }

  /// The time is over. Unchecked: it passes through libraries that know nothing of it, and may wrap
  /// it.
  static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1;

    Over() {
      super("the time is over");
    }
  }
}
