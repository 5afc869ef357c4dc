// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write and read them.
public final class Durations {
  private static final Pattern SETTING = Pattern.compile("(\\d{1,9})(ms|[smhdw])");

  private Durations() {}

  /// Reads for example `500ms`, `30s`, `5m`, `24h`, `7d`, `2w`; empty for anything else.
  public static Optional<Duration> parse(String text) {
    Matcher matcher = SETTING.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Optional.of(Duration.ofMillis(count));
      case "s" -> Optional.of(Duration.ofSeconds(count));
      case "m" -> Optional.of(Duration.ofMinutes(count));
      case "h" -> Optional.of(Duration.ofHours(count));
      case "d" -> Optional.of(Duration.ofDays(count));
      case "w" -> Optional.of(Duration.ofDays(7 * count));
      default -> throw new IllegalStateException(text);
    };
  }

  /// As the configuration spells it, for example `500ms`, `30s`, `5m`.
  public static String setting(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toSecondsPart() == 0 && duration.toMinutes() > 0
        ? duration.toMinutes() + "m"
        : duration.toSeconds() + "s";
  }

  /// In its largest unit, for example `500 ms`, `6 s`, `8.4 s`, `5 min`, `24 h`, `3 days`.
  public static String rough(Duration duration) {
    long ms = duration.toMillis();
    if (ms < 1000) {
      return ms + " ms";
    }
    if (ms < 120_000) {
      return ms % 1000 == 0 ? ms / 1000 + " s" : tenths(ms);
    }
    if (duration.toHours() < 2) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " days";
  }

  /// How long something took, for example `840 ms`, `8.4 s` or `2 min 5 s`.
  public static String precise(Duration took) {
    long ms = took.toMillis();
    if (ms < 1000) {
      return ms + " ms";
    }
    return ms < 60_000 ? tenths(ms) : took.toMinutes() + " min " + took.toSecondsPart() + " s";
  }

  private static String tenths(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
  }
}
