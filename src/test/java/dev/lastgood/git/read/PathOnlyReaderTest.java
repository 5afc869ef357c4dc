// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Limits;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Mirror.Ancestry;
import dev.lastgood.testkit.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What reading by path costs, and what it leaves on disk.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PathOnlyReaderTest {
  private static final String PATH = "powersync/sync-rules.yaml";
  private static final String EVE = "Eve Editor <eve@example.org>";

  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private Source source;

  @BeforeEach
  void open() {
    bench = new Bench(directory).filtering(true);
    source = bench.http().build();
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    Change first = Change.of("First").file("noise", noise).file("src/a", "a").file("src/b", "b");
    bench.origin.commit("master", first);
    bench.origin.commit("master", PATH, "one");
  }

  /// A pass that finds new content: how many requests it takes.
  private int requests() throws Exception {
    bench.server.forget();
    Mirror.Found found = bench.locate(source, PATH);
    assertThat(found.way()).isEqualTo(Way.PATH_ONLY);
    bench.mirror.read(source, found, 1 << 20);
    return bench.server.requests().size();
  }

  private void assertSound() {
    assertThat(bench.git("fsck", "--strict")).doesNotContain("error").doesNotContain("missing");
    assertThat(bench.git("show", "master:" + PATH))
        .isEqualTo(bench.origin.git("show", "master:" + PATH));
    assertThat(bench.git("rev-parse", "HEAD")).isEqualTo(bench.origin.tip("master"));
    assertThat(bench.git("log", "--format=%H")).isEqualTo(bench.origin.tip("master"));
  }

  @Test
  void stock_git_reads_the_mirror_and_finds_nothing_wrong_with_it() throws Exception {
    bench.read(source, PATH);
    assertSound();

    for (int i = 0; i < 5; i++) {
      bench.origin.commit("master", PATH, "version " + i);
      bench.read(source, PATH);
      assertSound();
    }
  }

  @Test
  void the_mirror_holds_the_path_and_nothing_else() throws Exception {
    bench.read(source, PATH);

    assertThat(
            bench
                .git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
                .lines()
                .filter(line -> !line.startsWith("warning: This repository uses promisor")))
        .containsExactlyInAnyOrder("commit", "tree", "tree", "blob");
    assertThat(bench.server.sent()).isLessThan(2_000);
  }

  @Test
  void a_change_costs_a_request_for_the_tip_one_for_the_commits_and_one_an_element()
      throws Exception {
    assertThat(requests()).isEqualTo(1 + 4); // who are you, once
    bench.origin.commit("master", PATH, "two");
    assertThat(requests()).isEqualTo(4);
    assertThat(bench.server.sent()).isLessThan(2_000);
  }

  @Test
  void a_quiet_tick_costs_one_request_and_another_process_knows_it_too() throws Exception {
    bench.read(source, PATH);
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());

    assertThat(requests()).isEqualTo(1);
    assertThat(bench.server.sent()).isLessThan(100);
  }

  @Test
  void a_commit_that_left_the_directory_alone_costs_two_requests() throws Exception {
    bench.read(source, PATH);
    bench.origin.commit("master", "src/a", "changed");

    assertThat(requests()).isEqualTo(2);
    assertSound();
  }

  @Test
  void a_file_beside_it_costs_three() throws Exception {
    bench.read(source, PATH);
    bench.origin.commit("master", "powersync/README", "changed");

    assertThat(requests()).isEqualTo(3);
    assertSound();
  }

  @Test
  void a_branch_set_back_is_read_though_the_server_thinks_we_have_it() throws Exception {
    String old = bench.origin.tip("master");
    bench.origin.commit("master", PATH, "two");
    bench.read(source, PATH);
    bench.origin.reset("master", old);

    assertThat(bench.read(source, PATH)).isEqualTo("one");
    assertSound();
  }

  @Test
  void a_hundred_authors_cost_no_request_more_than_one() throws Exception {
    String deployed = bench.origin.tip("master");
    bench.read(source, PATH);
    for (int i = 0; i < 100; i++) {
      Change change = Change.of("Rules " + i).by(EVE).file(PATH, "version " + i);
      bench.origin.commit("master", change);
    }
    assertThat(requests()).isEqualTo(4);
    Mirror.Lineage lineage = bench.lineage(source, deployed, PATH);

    assertThat(lineage.ancestry()).isEqualTo(Ancestry.DESCENDS);
    assertThat(Bench.known(lineage)).hasSize(100);
    assertThat(Bench.known(lineage).getFirst().subject()).isEqualTo("Rules 99");
    assertThat(bench.server.sent()).isLessThan(60_000);
  }

  /// ```
  /// master: base -- deployed ---- merge
  ///             \               /
  /// topic:       eve's ---------
  /// ```
  @Test
  void names_the_author_of_a_branch_that_began_before_the_deployed_commit() throws Exception {
    String base = bench.origin.tip("master");
    String deployed = bench.origin.commit("master", "src/a", "deployed");
    bench.read(source, PATH);
    bench.origin.reset("topic", base);
    bench.origin.commit("topic", Change.of("Eve's").by(EVE).file(PATH, "two"));
    bench.origin.merge("master", "topic", Change.of("Merge by Max").file(PATH, "two"));

    bench.read(source, PATH);
    Mirror.Lineage lineage = bench.lineage(source, deployed, PATH);

    assertThat(Bench.known(lineage)).extracting(SourceCommit::subject).containsExactly("Eve's");
  }

  @Test
  void a_mirror_that_was_tampered_with_is_fetched_again() throws Exception {
    bench.read(source, PATH);
    try (Stream<Path> files = Files.list(bench.place().resolve("objects/pack"))) {
      Path pack = files.filter(file -> file.toString().endsWith(".pack")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[bytes.length / 2] ^= 1;
      Files.write(pack, bytes);
    }

    assertThat(requests()).isEqualTo(4);
    assertSound();
  }

  @Test
  void the_mirror_is_as_large_after_many_changes_as_after_one() throws Exception {
    bench.read(source, PATH);
    long first = size();
    for (int i = 0; i < 30; i++) {
      bench.origin.commit("master", PATH, "version " + i);
      bench.read(source, PATH);
    }

    assertThat(size()).isBetween(first - 200, first + 200);
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.walk(bench.place())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void a_path_that_leads_nowhere_is_not_asked_for_again() throws Exception {
    Mirror.Tip tip = bench.mirror.look(source);
    Failure failure =
        Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("powersync/rules")));
    assertThat(failure.message()).contains("powersync holds no rules");
    bench.mirror.look(source);
    bench.server.forget();

    Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("powersync/rules")));

    assertThat(bench.server.requests()).isEmpty();
  }

  @Test
  void two_targets_share_a_mirror() throws Exception {
    bench.read(source, PATH);
    assertThat(bench.read(source, "src/a")).isEqualTo("a");
    bench.server.forget();

    assertThat(bench.read(source, PATH)).isEqualTo("one");
    assertThat(bench.read(source, "src/a")).isEqualTo("a");

    assertThat(bench.server.requests()).hasSize(2); // a look each
    assertSound();
  }

  @Test
  void however_large_the_files_of_many_targets_are_together_they_are_not_fetched_again()
      throws Exception {
    source =
        bench
            .http()
            .within(new Limits(Duration.ofSeconds(20), 16 << 20, 1 << 20, Duration.ofMinutes(10)))
            .build();
    Change large = Change.of("Large");
    List<String> paths = IntStream.range(0, 12).mapToObj(i -> "large/" + i).toList();
    for (String path : paths) {
      large = large.file(path, path + "\n".repeat(1_000_000));
    }
    bench.origin.commit("master", large);
    for (String path : paths) {
      bench.read(source, path);
    }
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());
    bench.server.forget();

    bench.locate(source, paths.getFirst());

    assertThat(bench.server.requests()).hasSize(1); // the look
  }

  @Test
  void many_refs_change_nothing() throws Exception {
    bench.read(source, PATH);
    String tip = bench.origin.tip("master");
    StringBuilder refs = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      refs.append(tip).append(" refs/heads/topic-").append(i).append('\n');
    }
    Files.writeString(bench.origin.directory().resolve("packed-refs"), refs);

    assertThat(requests()).isEqualTo(1);
    assertThat(bench.server.sent()).isLessThan(100);
  }
}
