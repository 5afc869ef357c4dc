// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.testkit.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Commits that nobody makes by accident: what they cost is bounded.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(120)
final class HostileHistoryTest {
  @TempDir private Path directory;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /// Puts a commit of this header in place of the branch's tip.
  private void commit(String header) throws Exception {
    String tree = bench.origin.git("rev-parse", "master^{tree}");
    Path raw = directory.resolve("commit");
    Files.writeString(
        raw, "tree " + tree + "\n" + header + "\nA commit\n", StandardCharsets.ISO_8859_1);
    String id =
        Tool.git(
            bench.origin.directory(),
            "hash-object",
            "-t",
            "commit",
            "--literally",
            "-w",
            raw.toString());
    Files.writeString(bench.origin.directory().resolve("refs/heads/master"), id + "\n");
  }

  private static String parents(int count, boolean colliding, String first) {
    StringBuilder parents = new StringBuilder("parent " + first + "\n");
    for (int i = 0; i < count; i++) {
      String id = String.format(Locale.ROOT, "%032x%08x", 0, i);
      String same = String.format(Locale.ROOT, "%08xabcdef12%024x", i, i);
      parents.append("parent ").append(colliding ? same : id).append('\n');
    }
    return parents.toString();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void a_commit_with_a_hundred_thousand_parents_is_over_in_time(boolean filters, boolean colliding)
      throws Exception {
    bench.filtering(filters);
    Source source = bench.http().within(Duration.ofSeconds(5)).build();
    bench.read(source, "a");
    String deployed = bench.origin.tip("master");
    String who = "A <a@example.org> 1763000000 +0000";
    commit(parents(100_000, colliding, deployed) + "author " + who + "\ncommitter " + who + "\n");
    long start = System.nanoTime();
    try {
      bench.read(source, "a");
      bench.lineage(source, deployed, "a");
      System.out.println("XX ok");
    } catch (StepFailed e) {
      System.out.println("XX " + e.failure());
      assertThat(e.failure().remedy()).isNotEqualTo(Remedy.BUG);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("XX " + filters + " " + colliding + " " + took);
    assertThat(took).isLessThan(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999999999999999 +0000",
        "9223372036854775807 +0000",
        "-1 +0000",
        "1763000000 +9999",
        "1763000000 -9999",
        "1763000000 +99999999",
        "1763000000 x",
        "x +0000",
        "",
      })
  void a_time_that_cannot_be_read_is_no_error_of_ours(String time) throws Exception {
    bench.filtering(true);
    Source source = bench.http().build();
    commit("author A <a@example.org> " + time + "\ncommitter A <a@example.org> " + time + "\n");
    try {
      assertThat(bench.read(source, "a")).isEqualTo("one");
    } catch (StepFailed e) {
      System.out.println("XX " + e.failure());
      assertThat(e.failure().remedy()).isEqualTo(Remedy.NEW_COMMIT);
    }
  }
}
