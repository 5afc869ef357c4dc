// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class DurationsTest {
  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "24h, PT24H", "7d, PT168H", "2w, PT336H"})
  void reads_what_people_write(String text, Duration expected) {
    assertThat(Durations.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5", "-2h", "1.5h", "5 m", "1y", "9999999999h"})
  void reads_nothing_else(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.5S, 500ms",
    "PT1.5S, 1500ms",
    "PT30S, 30s",
    "PT90S, 90s",
    "PT5M, 5m",
    "PT1H, 60m"
  })
  void spells_settings(Duration duration, String expected) {
    assertThat(Durations.setting(duration)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.5S, 500 ms",
    "PT6S, 6 s",
    "PT8.4S, 8.4 s",
    "PT119S, 119 s",
    "PT2M, 2 min",
    "PT119M, 119 min",
    "PT2H, 2 h",
    "PT47H, 47 h",
    "PT72H, 3 days"
  })
  void is_rough_about_ages(Duration duration, String expected) {
    assertThat(Durations.rough(duration)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"PT0.84S, 840 ms", "PT8S, 8.0 s", "PT59.9S, 59.9 s", "PT125S, 2 min 5 s"})
  void is_precise_about_what_something_took(Duration duration, String expected) {
    assertThat(Durations.precise(duration)).isEqualTo(expected);
  }
}
