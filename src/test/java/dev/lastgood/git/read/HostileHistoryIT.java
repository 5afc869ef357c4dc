// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Limits;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror.Ancestry;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
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
final class HostileHistoryIT {
  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
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

  /// So many commits without parents, as parents.
  private String parents(int count) throws Exception {
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      String name = "commit refs/heads/many\nmark :" + i + "\n";
      stream.append("reset refs/heads/many\n\n").append(name);
      stream.append("committer A <a@example.org> ").append(1_700_000_000 + i).append(" +0000\n");
      stream.append("data 0\n\n");
    }
    Path input = Files.writeString(directory.resolve("stream"), stream);
    Path marks = directory.resolve("marks");
    Process made =
        new ProcessBuilder(
                "git",
                "-C",
                bench.origin.directory().toString(),
                "fast-import",
                "--quiet",
                "--export-marks=" + marks)
            .redirectInput(input.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    Tool.git(bench.origin.directory(), "update-ref", "-d", "refs/heads/many");
    StringBuilder parents = new StringBuilder();
    for (String line : Files.readAllLines(marks)) {
      parents.append("parent ").append(line.split(" ")[1]).append('\n');
    }
    return parents.toString();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void a_commit_with_a_hundred_thousand_parents_is_over_in_time(boolean filters, boolean distinct)
      throws Exception {
    bench.filtering(filters);
    Source source =
        bench
            .http()
            .within(new Limits(Duration.ofSeconds(5), 64 << 20, 16 << 20, Duration.ofMinutes(10)))
            .build();
    bench.read(source, "a");
    String deployed = bench.origin.tip("master");
    String who = "A <a@example.org> 1763000000 +0000";
    String many = distinct ? parents(100_000) : ("parent " + deployed + "\n").repeat(100_000);
    commit("parent " + deployed + "\n" + many + "author " + who + "\ncommitter " + who + "\n");
    long start = System.nanoTime();
    try {
      bench.read(source, "a");
      bench.lineage(source, deployed, "a");
    } catch (StepFailed e) {
      assertThat(e.failure().remedy()).isIn(Remedy.NEW_COMMIT, Remedy.RETRY);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isLessThan(Duration.ofSeconds(15));
  }

  /// What came with an increment is looked at by no one but the walks.
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void a_crowd_of_parents_below_the_tip_is_over_in_time_too(boolean filters, boolean distinct)
      throws Exception {
    bench.filtering(filters);
    byte[] large = new byte[12 << 20]; // so that a clone of it may grow by as much
    new Random(1).nextBytes(large);
    bench.origin.commit("master", Change.of("Large").file("large", large));
    Source source =
        bench
            .http()
            .within(new Limits(Duration.ofSeconds(10), 64 << 20, 16 << 20, Duration.ofMinutes(10)))
            .build();
    bench.read(source, "a");
    String deployed = bench.origin.tip("master");
    String who = "A <a@example.org> 1763000000 +0000";
    String many = distinct ? parents(60_000) : ("parent " + deployed + "\n").repeat(100_000);
    String signed = "author " + who + "\ncommitter " + who + "\n";
    commit("parent " + deployed + "\n" + many + signed);
    commit("parent " + bench.origin.tip("master") + "\n" + signed);
    String told = "";
    long start = System.nanoTime();
    try {
      bench.read(source, "a");
      // A clone that would become too large stays as it is, and knows nothing.
      assertThat(bench.lineage(source, deployed, "a").ancestry()).isEqualTo(Ancestry.UNKNOWN);
    } catch (StepFailed e) {
      assertThat(e.failure().remedy()).isIn(Remedy.NEW_COMMIT, Remedy.RETRY);
      told = e.failure().message();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    if (!filters && !distinct) {
      assertThat(told).contains("more than 1000 parents");
    }
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
      assertThat(e.failure().remedy()).isEqualTo(Remedy.NEW_COMMIT);
    }
  }
}
