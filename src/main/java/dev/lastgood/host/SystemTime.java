// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import dev.lastgood.sync.port.Time;
import java.time.Duration;
import java.time.Instant;

/// This machine's clocks.
public final class SystemTime implements Time {
  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime());
  }

  /// Waits, or returns early when the thread is interrupted; the interruption stays pending.
  @Override
  public void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
