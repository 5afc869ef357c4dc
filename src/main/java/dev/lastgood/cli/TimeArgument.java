// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.text.Durations;
import dev.lastgood.text.Moments;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/// Reads a time on the command line: `2h`, `7d`, `2026-11-21`, `2026-11-21 04:10` or RFC 3339.
record TimeArgument(Moments moments) {
  /// From when on: a date means its first moment here.
  Instant since(String text) throws UsageError {
    return parse(text, 0);
  }

  /// Up to when: a date means its end here, so that the day is part of it.
  Instant until(String text) throws UsageError {
    return parse(text, 1);
  }

  private Instant parse(String text, int daysAfterDate) throws UsageError {
    Optional<Duration> ago = Durations.parse(text);
    try {
      if (ago.isPresent()) {
        return moments.now().minus(ago.get());
      }
      if (text.length() == 10) {
        return LocalDate.parse(text)
            .plusDays(daysAfterDate)
            .atStartOfDay(moments.zone())
            .toInstant();
      }
      String iso = text.replace(' ', 'T').toUpperCase(Locale.ROOT);
      return iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(moments.zone()).toInstant();
    } catch (DateTimeException _) {
      throw new UsageError(
          "",
          "'" + text + "' is no time that lastgood reads.",
          "write 2h or 7d (ago), 2026-11-21, '2026-11-21 04:10' or 2026-11-21T04:10:00Z");
    }
  }
}
