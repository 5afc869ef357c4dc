// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A clock that moves only when somebody sleeps, and what happens meanwhile.
public final class ManualClock implements Time {
  private final Instant start = Instant.parse("2026-11-21T03:00:00Z");
  private final NavigableMap<Duration, Runnable> events = new TreeMap<>();
  private Duration elapsed = Duration.ZERO;
  private Duration set = Duration.ZERO;

  /// Has something happen once so much time has passed from now on; one thing at a time.
  public void after(Duration delay, Runnable event) {
    events.put(elapsed.plus(delay), event);
  }

  /// Sets the wall clock forward, or back; what has elapsed is as it was.
  public void set(Duration by) {
    set = set.plus(by);
  }

  @Override
  public Instant now() {
    return start.plus(elapsed).plus(set);
  }

  @Override
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public void sleep(Duration duration) {
    elapsed = elapsed.plus(duration);
    while (!events.isEmpty() && events.firstKey().compareTo(elapsed) <= 0) {
      events.pollFirstEntry().getValue().run();
    }
  }
}
