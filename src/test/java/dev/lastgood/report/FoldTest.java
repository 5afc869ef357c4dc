// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.report.Line.Style;
import dev.lastgood.text.Columns;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class FoldTest {
  private static final Style PLAIN = new Style(false, true);
  private static final Style COLOURS = new Style(true, true);
  private static final String TEN = "one two th";

  private static List<String> rendered(Line line, Style style, int columns) {
    return line.render(style, () -> OptionalInt.of(columns));
  }

  @Test
  void a_line_is_parted_between_words_and_indented() {
    Line line = Line.of((TEN + " ").repeat(9).strip()).folded(4);
    assertThat(rendered(line, PLAIN, 40))
        .containsExactly(
            "one two th one two th one two th one two",
            "    th one two th one two th one two th",
            "    one two th one two th");
  }

  @Test
  void a_word_is_one_whatever_its_colours_and_each_line_closes_its_own() {
    Line line =
        Line.of("a".repeat(30) + " ").add(Tone.BAD, "red words and").add(", more").folded(2);
    assertThat(rendered(line, COLOURS, 40))
        .containsExactly(
            "a".repeat(30) + " \u001b[31mred\u001b[0m \u001b[31mwords\u001b[0m",
            "  \u001b[31mand\u001b[0m, more");
  }

  @Test
  void what_is_longer_than_a_line_is_not_parted() {
    String url = "https://forge.example.org/" + "x".repeat(60);
    assertThat(rendered(Line.of("see " + url + " there").folded(2), PLAIN, 60))
        .containsExactly("see", "  " + url, "  there");
  }

  @Test
  void text_without_blanks_is_parted_between_wide_characters() {
    assertThat(rendered(Line.of("列".repeat(30)).folded(0), PLAIN, 41))
        .containsExactly("列".repeat(20), "列".repeat(10));
  }

  @Test
  void what_is_to_be_copied_stays_one_line_also_within_another() {
    Line command = Line.of("lastgood sync powersync --retry ".repeat(3).strip()).copied();
    assertThat(rendered(Line.of("next  ").add(command).folded(6), PLAIN, 40)).hasSize(1);
  }

  @Test
  void a_cut_line_fits_and_shows_that_it_goes_on() {
    Line line = Line.of("列".repeat(10)).add(Tone.ID, "x".repeat(40)).cut();
    assertThat(rendered(line, PLAIN, 40)).containsExactly("列".repeat(10) + "x".repeat(19) + "…");
    assertThat(rendered(line, new Style(false, false), 40).getFirst()).endsWith("x...");
    assertThat(Columns.of(rendered(line, PLAIN, 60).getFirst())).isEqualTo(60);
    assertThat(rendered(line, COLOURS, 40).getFirst()).endsWith("\u001b[0m…");
  }

  @Test
  void elsewhere_than_on_a_terminal_a_line_is_one() {
    Line line = Line.of((TEN + " ").repeat(90)).folded(4);
    assertThat(line.render(PLAIN, OptionalInt::empty)).hasSize(1);
  }
}
