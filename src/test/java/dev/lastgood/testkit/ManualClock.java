// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.deploy.Time;
import java.time.Duration;
import java.time.Instant;

/// A clock that moves only when somebody sleeps.
public final class ManualClock implements Time {
  private final Instant start = Instant.parse("2026-11-21T03:00:00Z");
  private Duration elapsed = Duration.ZERO;

  @Override
  public Instant now() {
    return start.plus(elapsed);
  }

  @Override
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public void sleep(Duration duration) {
    elapsed = elapsed.plus(duration);
  }
}
