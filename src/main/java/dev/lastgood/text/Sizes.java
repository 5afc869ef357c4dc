// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.util.Locale;

/// Numbers of bytes as the configuration spells them.
public final class Sizes {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /// For example `512 bytes`, `64KiB`, `1.4MiB`.
  public static String of(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    String number = String.format(Locale.ROOT, "%.1f", value);
    return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
        + UNITS[unit];
  }
}
