// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.yaml.Document;
import dev.lastgood.yaml.StrictYaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class TabsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\t# comment",
        "a: {b: 1}\t# comment",
        "a: [1]\t \t# comment\nb: 'x'\t# more\nc: \"y\"\t",
        "a:\t# comment\n  b: 1",
        "a: 1\n\t# comment\nb: 2",
        "a: '\t# no comment'\t# é𝄞 comment",
      })
  void a_tab_may_separate_a_comment(String text) {
    Document document = read(text);
    assertThat(document.flaws()).as(text.replace("\t", "<TAB>")).isEmpty();
    assertThat(document.root()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:\n\tb: 1", "a: 1\n\tb: 2", "- {a: 1}\n-\t\tb: 1\n\tc: 2"})
  void a_tab_does_not_indent(String text) {
    assertThat(read(text).flaws()).isNotEmpty();
  }

  @Test
  void many_tabs_cost_no_more_than_a_few_readings() {
    String line = "- {a: 1}\t# comment\n";
    long start = System.nanoTime();
    read(line.repeat((1 << 20) / line.length()));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(read(line.repeat(300)).flaws()).isEmpty();
  }

  private static Document read(String text) {
    return StrictYaml.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
