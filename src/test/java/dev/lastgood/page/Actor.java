// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.Run;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Who runs passes, and where.
record Actor(String name, String host) {
  /// How long each takes.
  static final Duration PASS = Duration.ofMillis(8_250);

  private static final Map<Step, Duration> TIMINGS =
      Map.of(Step.LOOK, Duration.ofMillis(120), Step.PROVE, Duration.ofMillis(6_012));

  /// A run that ends at a time.
  Run run(Trigger trigger, Instant end) {
    return new Run(trigger, name, host, end.minus(PASS), PASS, new TreeMap<>(TIMINGS));
  }
}
