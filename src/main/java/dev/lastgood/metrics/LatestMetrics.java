// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import dev.lastgood.app.Observation;
import dev.lastgood.app.PassObserver;

/// The metrics of the last round of a process that stays. Any thread may ask for them; asking costs
/// nothing.
public final class LatestMetrics implements PassObserver {
  private final String version;
  private volatile String text;

  public LatestMetrics(String version) {
    this.version = version;
    this.text = Metrics.text(version);
  }

  @Override
  public String name() {
    return "/metrics";
  }

  @Override
  public void passesOver(Observation observation) {
    text = Metrics.text(observation, version);
  }

  /// As of the last round; before the first one, only which version this is.
  public String text() {
    return text;
  }
}
