// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Limits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Until when an exchange may go on.
///
/// An answer has to be whole within the timeout. Objects may take as long as they arrive: each KiB
/// puts the deadline off by a second, to no later than the timeout from now, and never beyond the
/// longest that such an exchange may take. So a server that is silent, or sends a byte now and
/// then, is left at the timeout; and one that does no more than it must is left in the end.
final class ExchangeDeadline {
  /// Bytes a second; a server that sends less is as good as silent.
  static final long SLOWEST = 1024;

  private static final long NANOS_A_BYTE = 1_000_000_000 / SLOWEST;

  /// More at once would not put it off further.
  private static final long MOST_AT_ONCE = 1L << 30;

  private final TransferLimit.Asked asked;
  private final long timeout;
  private final long longest;
  private final long begun = System.nanoTime();
  private final AtomicLong until;

  ExchangeDeadline(TransferLimit.Asked asked, Limits limits) {
    this.asked = asked;
    this.timeout = limits.timeout().toNanos();
    this.longest = Math.max(timeout, limits.maxDuration().toNanos());
    this.until = new AtomicLong(timeout);
  }

  TransferLimit.Asked asked() {
    return asked;
  }

  /// Notes that so many bytes came. What comes too late changes nothing.
  void received(long bytes) {
    switch (asked) {
      case ANSWER -> {}
      case OBJECTS -> putOff(Math.clamp(bytes, 0, MOST_AT_ONCE) * NANOS_A_BYTE);
    }
  }

  private void putOff(long nanos) {
    long now = elapsed();
    long most = Math.min(now + timeout, longest);
    until.updateAndGet(old -> now >= old ? old : Math.min(old + nanos, most));
  }

  boolean isOver() {
    return elapsed() >= until.get();
  }

  /// Whether it ended, or will end, because of its length alone.
  boolean isLongest() {
    return until.get() >= longest && longest > timeout;
  }

  /// Whether what came has put it off.
  boolean wasPutOff() {
    return until.get() > timeout;
  }

  /// The time left; never less than a millisecond, because JDK and JGit take zero for "for ever".
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, until.get() - elapsed()));
  }

  /// For how long one reading from the server may block.
  Duration silence() {
    return switch (asked) {
      case ANSWER -> left();
      case OBJECTS -> Duration.ofNanos(timeout);
    };
  }

  private long elapsed() {
    return System.nanoTime() - begun;
  }
}
