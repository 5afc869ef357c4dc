// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people read them: how long ago, and the wall clock's time with its zone.
///
/// @param now when the command runs
/// @param zone the zone people here read
public record Moments(Instant now, ZoneId zone) {
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH);

  /// For example `2026-11-21 04:10:02 CET`.
  public String absolute(Instant instant) {
    return WALL.format(instant.atZone(zone));
  }

  /// For example `04:10:02.250`, within something whose date is known.
  String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  /// For example `4 min ago`; `in 4 min` when clocks disagree.
  String relative(Instant instant) {
    Duration ago = Duration.between(instant, now);
    if (ago.abs().compareTo(Duration.ofSeconds(2)) < 0) {
      return "just now";
    }
    return ago.isNegative() ? "in " + rough(ago.negated()) : rough(ago) + " ago";
  }

  /// For example `4 min ago (2026-11-21 04:10:02 CET)`.
  public String both(Instant instant) {
    return relative(instant) + " (" + absolute(instant) + ")";
  }

  /// A duration in its largest unit, for example `3 h`.
  public static String rough(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86400 + " days";
  }

  /// How long something took, for example `840 ms`, `8.4 s` or `2 min 5 s`.
  static String length(Duration took) {
    if (took.toMillis() < 1000) {
      return took.toMillis() + " ms";
    }
    if (took.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
    return took.toMinutes() + " min " + took.toSecondsPart() + " s";
  }
}
