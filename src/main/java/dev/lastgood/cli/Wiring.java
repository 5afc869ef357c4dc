// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.Config;
import dev.lastgood.deploy.PointOfNoReturn;
import dev.lastgood.deploy.Time;

/// The one class that names every adapter.
final class Wiring {
  private Wiring() {}

  /// Connects the adapters; touches neither disk nor network.
  static Equipment equip(Config config, Time time, Operator operator, PointOfNoReturn seam) {
    throw new IllegalStateException("not wired yet: " + config + time + operator);
  }
}
