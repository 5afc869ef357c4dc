// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ColumnsTest {
  /// Every character that Perl knows, with its width by Unicode's tables.
  private static final String ALL =
      """
      for my $p (0x20 .. 0x10FFFF) {
        my $c = chr $p;
        next if $p >= 0x4DC0 && $p <= 0x4DFF || $p == 0x1171E; # another width since Unicode 15
        next if $c =~ /\\p{Cn}|\\p{Cs}|\\p{Co}|\\p{Cc}|\\p{Zl}|\\p{Zp}/;
        my $none = $c =~ /\\p{Mn}|\\p{Me}/ || $c =~ /\\p{Cf}/ && $p != 0xAD;
        $none ||= $p >= 0x1160 && $p <= 0x11FF;
        my $wide = $c =~ /\\p{East_Asian_Width=W}|\\p{East_Asian_Width=F}/;
        print $p, " ", $none ? 0 : $wide ? 2 : 1, "\\n";
      }
      """;

  @Test
  void the_width_of_words() {
    assertThat(Columns.of("plain")).isEqualTo(5);
    assertThat(Columns.of("für Zoe\u0308")).isEqualTo(7);
    assertThat(Columns.of("列を追加")).isEqualTo(8);
    assertThat(Columns.of("ship it 🚀")).isEqualTo(10);
    assertThat(Columns.of("한글")).isEqualTo(4);
    assertThat(Columns.of("\u1112\u1161\u11ab")).isEqualTo(2); // one syllable, in its parts
  }

  @Test
  void what_fits_keeps_its_marks_and_no_half_of_a_character() {
    assertThat(Columns.first("Zoe\u0308!", 3)).isEqualTo("Zoe\u0308");
    assertThat(Columns.first("列を", 3)).isEqualTo("列");
    assertThat(Columns.first("🚀", 1)).isEmpty();
  }

  @Test
  void every_character_is_as_wide_as_unicode_says() {
    Tool.require("perl");
    List<String> differ = new ArrayList<>();
    Map<Integer, Integer> widths =
        Tool.run(Path.of("."), "perl", "-e", ALL)
            .lines()
            .map(line -> line.split(" "))
            .collect(
                Collectors.toMap(it -> Integer.parseInt(it[0]), it -> Integer.parseInt(it[1])));
    widths.forEach((point, width) -> {
      if (Character.isDefined(point) && Columns.of(point) != width) {
        differ.add("U+%04X is %d, not %d".formatted(point, width, Columns.of(point)));
      }
    });
    assertThat(widths).hasSizeGreaterThan(100_000);
    assertThat(differ).isEmpty();
  }
}
