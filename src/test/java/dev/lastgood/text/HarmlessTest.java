// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class HarmlessTest {
  private static final String HOSTILE =
      "a\u001b[31mred\u001b]0;title\u0007\r\n"
          + "b\u009b2J\u007f\u202Egnp\u200b\u2028\ud800 \udb40\udc41";

  @Test
  void spells_out_whatever_acts_on_a_terminal() {
    assertThat(Harmless.spelled(HOSTILE, true))
        .isEqualTo(
            "a^[[31mred^[]0;title^G^M^Jb<U+009B>2J<U+007F><U+202E>gnp<U+200B><U+2028><U+D800>"
                + " <U+E0041>");
  }

  @Test
  void leaves_text_as_it_is() {
    String text = "Füge »Teams« hinzu → 完成 🎉\tx";
    assertThat(Harmless.spelled(text, true)).isEqualTo(text);
  }

  @Test
  void shows_something_where_the_terminal_knows_ascii_only() {
    assertThat(Harmless.spelled("✓ 3f9c → 8e1f … Müller", false))
        .isEqualTo("+ 3f9c -> 8e1f ... M?ller");
  }

  @Test
  void json_means_the_same_and_acts_on_nothing() {
    String hostile = HOSTILE.replace("\ud800", "");
    String json = Harmless.json(new JsonPrimitive(hostile).toString());
    assertThat(json).matches("[\\x20-\\x7e]+");
    assertThat(JsonParser.parseString(json).getAsString()).isEqualTo(hostile);
  }

  @Test
  void a_line_stays_one_line_and_within_its_length() {
    assertThat(Harmless.line("  a\tb\r\n c\u001b[31m  ", 100)).isEqualTo("a b c\uFFFD[31m");
    assertThat(Harmless.line("abcdef", 4)).isEqualTo("abc…");
    assertThat(Harmless.line("ab🎉🎉", 4)).isEqualTo("ab…");
  }

  @Test
  void joiners_inside_emoji_stay() {
    assertThat(Harmless.spelled("👩\u200d💻", true)).isEqualTo("👩\u200d💻");
  }

  @Test
  void lines_keep_to_a_width_where_words_allow() {
    assertThat(Harmless.lines("one two\n three a-very-long-word x y", 9))
        .containsExactly("one two", "three", "a-very-long-word", "x y");
  }
}
