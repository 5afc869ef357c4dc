// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Locale;

/// What started a pass.
public enum Trigger {
  /// A timer's or another unit's start.
  TIMER,
  /// A person's command.
  MANUAL,
  /// The boot, before the service is started.
  BOOT,
  /// The resident process.
  WATCH;

  /// The trigger as it stands in the ledger.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
