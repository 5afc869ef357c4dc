// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// What started a pass.
public enum Trigger implements Worded {
  /// A timer's or another unit's start.
  TIMER,
  /// A person's command.
  MANUAL,
  /// The boot, before the service is started.
  BOOT,
  /// The resident process.
  WATCH;
}
