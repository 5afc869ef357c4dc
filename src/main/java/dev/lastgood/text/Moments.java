// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people read them: how long ago, and the wall clock's time with its zone.
///
/// @param zone the zone people here read
/// @param reading when it is read
public record Moments(Instant now, ZoneId zone, Reading reading) {
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH);

  /// When what is written is read.
  public enum Reading {
    /// At once.
    NOW,
    /// Some time: what is "4 min ago" by then is not known.
    LATER
  }

  /// For who reads at once.
  public Moments(Instant now, ZoneId zone) {
    this(now, zone, Reading.NOW);
  }

  /// The same for who reads it some time.
  public Moments forLater() {
    return new Moments(now, zone, Reading.LATER);
  }

  /// For example `2026-11-21 04:10:02 CET`.
  public String absolute(Instant instant) {
    return WALL.format(instant.atZone(zone));
  }

  /// For example `04:10:02.250`, within something whose date is known.
  public String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  /// For example `4 min ago`; `in 4 min` when clocks disagree.
  public String relative(Instant instant) {
    Duration ago = Duration.between(instant, now);
    if (ago.abs().compareTo(Duration.ofSeconds(2)) < 0) {
      return "just now";
    }
    String rough = Durations.rough(Duration.ofSeconds(ago.abs().toSeconds()));
    return ago.isNegative() ? "in " + rough : rough + " ago";
  }

  /// For example `4 min ago (2026-11-21 04:10:02 CET)`; for who reads it later, the time alone.
  public String both(Instant instant) {
    return switch (reading) {
      case NOW -> relative(instant) + " (" + absolute(instant) + ")";
      case LATER -> absolute(instant);
    };
  }

  /// For example `2026-11-21 04:10:02 CET, 4 min ago`; for who reads it later, the time alone.
  public String dated(Instant instant) {
    return switch (reading) {
      case NOW -> absolute(instant) + ", " + relative(instant);
      case LATER -> absolute(instant);
    };
  }
}
