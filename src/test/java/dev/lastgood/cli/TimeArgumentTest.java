// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lastgood.text.Moments;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class TimeArgumentTest {
  private final TimeArgument times =
      new TimeArgument(
          new Moments(Instant.parse("2026-11-21T03:00:00Z"), ZoneId.of("Europe/Vienna")));

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-11-21T02:58:30Z",
    "5m, 2026-11-21T02:55:00Z",
    "2h, 2026-11-21T01:00:00Z",
    "7d, 2026-11-14T03:00:00Z",
    "1w, 2026-11-14T03:00:00Z",
    "2026-11-20, 2026-11-19T23:00:00Z",
    "2026-11-20 04:10, 2026-11-20T03:10:00Z",
    "2026-11-20T04:10:30, 2026-11-20T03:10:30Z",
    "2026-11-20T04:10:00Z, 2026-11-20T04:10:00Z",
    "2026-11-20t04:10:00z, 2026-11-20T04:10:00Z",
    "2026-11-20T04:10:00+02:00, 2026-11-20T02:10:00Z"
  })
  void reads_what_people_write(String text, Instant expected) throws Exception {
    assertThat(times.since(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-20, 2026-11-20T23:00:00Z", "2h, 2026-11-21T01:00:00Z"})
  void until_a_date_includes_the_day(String text, Instant expected) throws Exception {
    assertThat(times.until(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-13-01", "7", "-2h", "2026-11-20T25:00:00Z", "9999999999h"})
  void says_what_it_reads_when_it_reads_something_else(String text) {
    UsageError error = catchThrowableOfType(UsageError.class, () -> times.since(text));
    assertThat(error.hint).contains("7d").contains("2026-11-21T04:10:00Z");
  }
}
