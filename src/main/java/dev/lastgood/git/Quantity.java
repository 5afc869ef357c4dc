// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import java.time.Duration;
import java.util.Locale;

/// Bytes and durations as the configuration spells them.
final class Quantity {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Quantity() {}

  /// For example `512 bytes`, `64KiB`, `1.4MiB`.
  static String bytes(long count) {
    if (count < 1024) {
      return count + " bytes";
    }
    double value = count;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    String number = String.format(Locale.ROOT, "%.1f", value);
    return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
        + UNITS[unit];
  }

  /// For example `500ms`, `30s`, `5m`.
  static String time(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toSecondsPart() == 0 && duration.toMinutes() > 0
        ? duration.toMinutes() + "m"
        : duration.toSeconds() + "s";
  }
}
