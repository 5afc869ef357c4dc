// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.lastgood.model.Content;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class UnifiedDiffTest {
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void large_files_with_little_in_common_are_one_change_and_soon() {
    StringBuilder old = new StringBuilder("same\n");
    StringBuilder young = new StringBuilder("same\n");
    for (int i = 0; i < 100_000; i++) {
      old.append("old ").append(i).append('\n');
      young.append("young ").append(i).append('\n');
    }

    List<String> lines = diff(old + "end\n", young + "end\n");

    assertThat(lines).hasSize(2 + 1 + 1 + 200_000 + 1);
    assertThat(lines.get(2)).isEqualTo("@@ -1,100002 +1,100002 @@");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void small_changes_of_a_large_file_are_found_one_by_one() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    String old = text.toString();
    String young = old.replace("line 10\n", "line ten\n").replace("line 90000\n", "");

    assertThat(diff(old, young))
        .filteredOn(line -> line.startsWith("@@"))
        .containsExactly("@@ -8,7 +8,7 @@", "@@ -89998,7 +89998,6 @@");
  }

  @Test
  void reads_like_diff_u() {
    assertThat(diff("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nf\n"))
        .containsExactly(
            "--- old", "+++ new", "@@ -1,6 +1,6 @@", " a", " b", " c", "-d", "+D", " e", " f");
  }

  @Test
  void changes_far_apart_are_two_hunks() {
    String text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    assertThat(diff(text, text.replace("1\n2", "1\nnew\n2").replace("9\n10", "10")))
        .containsExactly(
            "--- old",
            "+++ new",
            "@@ -1,4 +1,5 @@",
            " 1",
            "+new",
            " 2",
            " 3",
            " 4",
            "@@ -6,5 +7,4 @@",
            " 6",
            " 7",
            " 8",
            "-9",
            " 10");
  }

  @Test
  void same_contents_differ_in_nothing() {
    assertThat(diff("a\n", "a\n")).isEmpty();
  }

  @Test
  void a_missing_last_newline_is_a_difference() {
    assertThat(diff("a\nb\n", "a\nb"))
        .containsExactly(
            "--- old",
            "+++ new",
            "@@ -1,2 +1,2 @@",
            " a",
            "-b",
            "+b",
            "\\ No newline at end of file");
  }

  @Test
  void a_new_file_is_all_added() {
    List<Line> lines =
        UnifiedDiff.diff(
            new UnifiedDiff.Side("/dev/null", Optional.empty()),
            new UnifiedDiff.Side("new", Optional.of(Content.of("a\nb\n"))));
    assertThat(lines.stream().map(Line::text))
        .containsExactly("--- /dev/null", "+++ new", "@@ -0,0 +1,2 @@", "+a", "+b");
  }

  @Test
  void a_removed_file_is_all_removed() {
    assertThat(diff("a\n", "")).containsExactly("--- old", "+++ new", "@@ -1,1 +0,0 @@", "-a");
  }

  @Test
  void what_is_removed_comes_before_what_is_added_in_its_place() {
    assertThat(diff("a\nb\nc\nd\n", "x\ny\nc\nz\n"))
        .containsExactly(
            "--- old", "+++ new", "@@ -1,4 +1,4 @@", "-a", "-b", "+x", "+y", " c", "-d", "+z");
  }

  @Test
  void binary_contents_are_not_printed() {
    assertThat(diff("a\0b", "c\n")).containsExactly("Binary contents differ: old and new");
  }

  @Test
  void two_unlike_files_of_a_few_thousand_lines_take_no_time_and_no_memory() {
    String old =
        IntStream.range(0, 8000).mapToObj(i -> "old " + i).collect(Collectors.joining("\n"));
    String young =
        IntStream.range(0, 8000).mapToObj(i -> "new " + i).collect(Collectors.joining("\n"));
    assertTimeout(Duration.ofSeconds(10), () -> assertThat(diff(old, young)).hasSize(16_005));
  }

  private static List<String> diff(String old, String young) {
    return UnifiedDiff.diff(
            new UnifiedDiff.Side("old", Optional.of(Content.of(old))),
            new UnifiedDiff.Side("new", Optional.of(Content.of(young))))
        .stream()
        .map(Line::text)
        .toList();
  }
}
