// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class JsonTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-7, -7",
    "999999999999999999, 999999999999999999",
    "9223372036854775807, 9223372036854775807",
    "1e3, 1000",
    "12.0, 12"
  })
  void reads_a_whole_number_however_it_is_written(String text, long number) {
    assertThat(object(text).number("n")).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "9223372036854775808", "1e-1"})
  void refuses_a_number_that_is_not_whole_or_too_large(String text) {
    assertThatThrownBy(() -> object(text).number("n")).isInstanceOf(ArithmeticException.class);
  }

  private static Json object(String number) {
    return Json.parse(("{\"n\": " + number + "}").getBytes(US_ASCII));
  }
}
