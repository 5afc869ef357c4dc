// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.util.Locale;

/// Figures as people read them. Bytes are decimal: 1 KB is 1,000 bytes.
final class Units {
  private Units() {}

  static String bytes(double bytes) {
    if (bytes < 10_000) {
      return format("%,.0f B", bytes);
    }
    if (bytes < 1_000_000) {
      return format("%.1f KB", bytes / 1e3);
    }
    return format("%.1f MB", bytes / 1e6);
  }

  /// Seconds, as milliseconds.
  static String milliseconds(double seconds) {
    return format("%,.0f", seconds * 1e3);
  }

  /// KiB, as MiB.
  static String mebibytes(double kibibytes) {
    return format("%.0f", kibibytes / 1024);
  }

  static String number(double number) {
    return format("%,.0f", number);
  }

  /// A ratio: with a decimal where one matters, two below one, as a fraction where it is tiny.
  static String ratio(double ratio) {
    if (ratio >= 10) {
      return format("%,.0fx", ratio);
    }
    if (ratio >= 1) {
      return format("%.1fx", ratio);
    }
    return ratio >= 0.01 ? format("%.2fx", ratio) : format("1/%,.0f", 1 / ratio);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
