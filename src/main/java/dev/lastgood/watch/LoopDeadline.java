// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.time.Duration;
import java.util.function.Supplier;

/// Until when the loop promised to be back. It promises anew before whatever may take long, and one
/// that has not come back in time hangs.
final class LoopDeadline {
  private final Supplier<Duration> clock;
  private volatile Duration until;

  /// @param clock the steady one
  LoopDeadline(Supplier<Duration> clock) {
    this.clock = clock;
    this.until = clock.get();
  }

  /// The loop will be back within this.
  void promise(Duration most) {
    until = clock.get().plus(most);
  }

  boolean isKept() {
    return clock.get().compareTo(until) <= 0;
  }
}
