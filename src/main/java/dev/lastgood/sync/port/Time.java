// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import java.time.Duration;
import java.time.Instant;

/// The clock of a pass, so that tests own it.
public interface Time {
  /// The wall clock.
  Instant now();

  /// A steady clock for durations; only differences mean something.
  Duration elapsed();

  void sleep(Duration duration);
}
