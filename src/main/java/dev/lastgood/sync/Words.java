// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import java.time.Duration;
import java.util.Locale;

/// Figures as sentences have them.
final class Words {
  private Words() {}

  /// For example `500 ms`, `6 s`, `8.4 s`, `5 min`, `24 h`.
  static String of(Duration duration) {
    long ms = duration.toMillis();
    if (ms < 1000) {
      return ms + " ms";
    }
    if (ms < 120_000) {
      return ms % 1000 == 0 ? ms / 1000 + " s" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
    return ms < 2 * 3_600_000 ? ms / 60_000 + " min" : ms / 3_600_000 + " h";
  }
}
