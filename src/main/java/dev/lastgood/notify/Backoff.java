// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// How soon one that failed is tried again: by the next pass, and in a process that makes one each
/// second not by every one. It is forgotten when the process ends.
final class Backoff {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int LARGEST_POWER = 6;

  private final Supplier<Duration> clock;
  private final Map<String, Failing> failing = new HashMap<>();

  /// @param clock the steady one
  Backoff(Supplier<Duration> clock) {
    this.clock = clock;
  }

  private record Failing(int times, Duration until) {}

  synchronized boolean mayTry(Recipient recipient) {
    Failing last = failing.get(recipient.key());
    return last == null || clock.get().compareTo(last.until) >= 0;
  }

  synchronized void failed(Recipient recipient) {
    Failing last = failing.get(recipient.key());
    int times = last == null ? 1 : Math.min(last.times + 1, LARGEST_POWER);
    Duration pause = Duration.ofSeconds(1L << times);
    Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    failing.put(recipient.key(), new Failing(times, clock.get().plus(bounded)));
  }

  synchronized void arrived(Recipient recipient) {
    failing.remove(recipient.key());
  }
}
