// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.SourceCommit;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What a commit of any size says.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommitMessageTest {
  private static final String ALLOW = "Lastgood-Allow";
  private static final String HUGE = "Words that nobody reads. ".repeat(600_000) + "\n";

  @Test
  void a_message_of_fifteen_megabytes_keeps_its_subject_and_its_trailers() {
    SourceCommit commit =
        read(
            "Jane", "Remove a bucket\n\n" + HUGE + "\n" + ALLOW + ": removals\nReviewed-by: Eve\n");

    assertThat(commit.subject()).isEqualTo("Remove a bucket");
    assertThat(commit.trailers(ALLOW)).containsExactly("removals");
    assertThat(commit.trailers("Reviewed-by")).containsExactly("Eve");
    assertThat(commit.message()).hasSizeLessThan(17 * 1024);
  }

  @Test
  void a_trailer_is_found_behind_a_message_that_ends_in_many_empty_lines() {
    SourceCommit commit =
        read("Jane", "Remove\n\n" + HUGE + "\n" + ALLOW + ": removals\n" + "\n".repeat(100_000));

    assertThat(commit.trailers(ALLOW)).containsExactly("removals");
  }

  @Test
  void a_part_of_a_line_is_no_trailer() {
    for (int length = 8150; length < 8250; length++) {
      String line = ALLOW + ": removals " + "x".repeat(length - ALLOW.length() - 11);
      SourceCommit commit = read("Jane", "Say\n\n" + "y".repeat(30_000) + " " + line);

      assertThat(commit.trailers(ALLOW)).isEmpty();
    }
  }

  @Test
  void a_subject_without_an_end_is_cut() {
    assertThat(read("Jane", "x".repeat(15 << 20)).subject()).hasSize(501);
  }

  @Test
  void a_name_of_megabytes_is_cut() {
    SourceCommit commit = read("J".repeat(4 << 20), "Say hello\n");

    assertThat(commit.author().name()).hasSizeLessThan(400);
    assertThat(commit.author().email()).isEqualTo("jane@example.org");
    assertThat(commit.subject()).isEqualTo("Say hello");
  }

  private static SourceCommit read(String name, String message) {
    String person = name + " <jane@example.org> 1790000000 +0000\n";
    String text =
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor %scommitter %s\n%s"
            .formatted(person, person, message);
    return Commits.read(RevCommit.parse(text.getBytes(StandardCharsets.UTF_8)));
  }
}
