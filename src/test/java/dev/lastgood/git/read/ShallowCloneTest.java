// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of the mirror on disk.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ShallowCloneTest {
  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private Source source;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    source = bench.http().build();
    bench.origin.commit("master", "a", "one");
    bench.origin.commit("master", "a", "two");
  }

  @Test
  void stock_git_reads_the_mirror() throws Exception {
    bench.read(source, "a");

    assertThat(bench.git("show", "master:a")).isEqualTo("two");
    assertThat(bench.git("rev-parse", "HEAD")).isEqualTo(bench.origin.tip("master"));
    assertThat(bench.git("log", "--format=%s")).isEqualTo("change a"); // depth 1
    assertSound();
  }

  @Test
  void stays_sound_over_changes_and_a_force_push() throws Exception {
    bench.read(source, "a");
    for (int i = 0; i < 4; i++) {
      bench.origin.commit("master", "a", "version " + i);
      assertThat(bench.read(source, "a")).isEqualTo("version " + i);
    }
    bench.origin.reset("master", bench.origin.git("rev-parse", "master~2"));
    bench.origin.commit("master", "a", "rewritten");

    assertThat(bench.read(source, "a")).isEqualTo("rewritten");
    assertThat(bench.git("show", "master:a")).isEqualTo("rewritten");
    assertSound();
  }

  @Test
  void a_branch_set_back_to_an_older_commit_costs_no_exchange() throws Exception {
    String old = bench.origin.tip("master");
    bench.read(source, "a");
    bench.origin.commit("master", "a", "three");
    bench.read(source, "a");
    bench.origin.reset("master", old);
    Mirror.Tip tip = bench.mirror.look(source);
    bench.server.forget();

    bench.mirror.locate(source, tip, new RepoPath("a"));

    assertThat(bench.server.requests()).isEmpty();
    assertThat(bench.git("show", "master:a")).isEqualTo("two");
  }

  @Test
  void a_later_change_costs_its_own_objects() throws Exception {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    bench.origin.commit("master", Change.of("Big").file("noise", noise));
    bench.read(source, "a");
    bench.origin.commit("master", "a", "three");
    bench.server.forget();

    bench.read(source, "a");

    assertThat(bench.server.sent()).isLessThan(3_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shallow.lock",
        "HEAD.lock",
        "config.lock",
        "packed-refs.lock",
        "FETCH_HEAD.lock",
        "refs/heads/master.lock",
        "objects/incoming_123.pack",
        "objects/pack/gc_1.pack_tmp",
        "gc.pid"
      })
  void what_a_killed_pass_left_is_removed(String leftover) throws Exception {
    bench.read(source, "a");
    Path left = Files.writeString(bench.place().resolve(leftover), "x");
    bench.origin.commit("master", "a", "three");

    assertThat(bench.read(source, "a")).isEqualTo("three");
    assertThat(left).doesNotExist();
    assertSound();
  }

  @Test
  void half_built_mirrors_are_removed() throws Exception {
    bench.read(source, "a");
    Path half = Files.createDirectories(directory.resolve("state/mirror/app.git.new/objects"));
    Path old = Files.createDirectories(directory.resolve("state/mirror/app.git.old/objects"));
    bench.origin.commit("master", "a", "three");

    assertThat(bench.read(source, "a")).isEqualTo("three");
    assertThat(half.getParent()).doesNotExist();
    assertThat(old.getParent()).doesNotExist();
  }

  @Test
  void a_boundary_without_its_objects_is_survived() throws Exception {
    bench.read(source, "a");
    bench.origin.commit("master", "a", "three");
    // JGit names the new boundary before the objects come
    Files.writeString(bench.place().resolve("shallow"), bench.origin.tip("master") + "\n");

    assertThat(bench.read(source, "a")).isEqualTo("three");
    assertSound();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "config", "shallow", "refs/heads/master", "pack", "idx"})
  void a_broken_mirror_is_fetched_anew(String what) throws Exception {
    bench.read(source, "a");
    for (Path file : files(what)) {
      file.toFile().setWritable(true);
      Files.writeString(file, "garbage");
    }

    assertThat(bench.read(source, "a")).isEqualTo("two");
    assertThat(bench.git("show", "master:a")).isEqualTo("two");
    assertSound();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "config", "objects", "refs"})
  void a_mirror_without_its_parts_is_fetched_anew(String what) throws Exception {
    bench.read(source, "a");
    Files.move(bench.place().resolve(what), directory.resolve("taken"));

    assertThat(bench.read(source, "a")).isEqualTo("two");
    assertSound();
  }

  private List<Path> files(String what) throws IOException {
    if (!List.of("pack", "idx").contains(what)) {
      return List.of(bench.place().resolve(what));
    }
    try (Stream<Path> packs = Files.list(bench.place().resolve("objects/pack"))) {
      return packs.filter(file -> file.toString().endsWith("." + what)).toList();
    }
  }

  @Test
  void a_mirror_of_another_url_or_branch_is_replaced() throws Exception {
    bench.read(source, "a");
    bench.origin.commit("other", "a", "elsewhere");

    assertThat(bench.read(bench.http().on(java.util.Optional.of("other")).build(), "a"))
        .isEqualTo("elsewhere");
    assertThat(bench.git("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/other");
    assertThat(bench.read(bench.file().build(), "a")).isEqualTo("two");
    assertThat(bench.git("config", "remote.origin.url")).startsWith("file://");
  }

  @Test
  void does_not_grow_for_ever() throws Exception {
    for (int i = 0; i < 120; i++) {
      bench.origin.commit("master", "a", "version " + i);
      bench.locate(bench.file().build(), "a");
    }

    assertThat(MirrorDirectory.packs(bench.place()).size()).isLessThanOrEqualTo(52);
    assertSound();
  }

  @Test
  void a_force_push_to_before_the_boundary_is_not_paid_with_the_history() throws Exception {
    String first = bench.origin.tip("master");
    for (int i = 0; i < 30; i++) {
      byte[] noise = new byte[100_000];
      new Random(i).nextBytes(noise);
      bench.origin.commit("old", Change.of("Old " + i).file("noise", noise));
    }
    bench.read(source, "a");
    bench.origin.reset("master", bench.origin.tip("old"));
    bench.origin.commit("master", "a", "other");
    bench.server.forget();

    assertThat(bench.read(source, "a")).isEqualTo("other");
    assertThat(bench.origin.tip("master")).isNotEqualTo(first);
    assertThat(MirrorDirectory.size(bench.place())).isLessThan(300_000); // of 3 MB
    assertSound();
  }

  @Test
  void a_mirror_survives_a_server_in_trouble() throws Exception {
    bench.read(source, "a");
    bench.origin.commit("master", "a", "three");
    Mirror.Tip tip = bench.mirror.look(source);
    bench.server.misbehave(new Fault.Status(503));

    Failure failure = Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("a")));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(bench.git("show", "master:a")).isEqualTo("two");
    bench.server.misbehave(new Fault.None());
    assertThat(bench.read(source, "a")).isEqualTo("three");
    assertThat(bench.git("log", "--format=%s").lines()).hasSize(2); // incremental: it was kept
  }

  @Test
  void a_tip_that_went_away_meanwhile_is_for_the_next_pass() throws Exception {
    Mirror.Tip tip = bench.mirror.look(source);
    bench.origin.delete("master");
    bench.origin.commit("master", "a", "other");

    Failure failure = Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("a")));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.message()).isEqualTo("branch master moved while it was read");
  }

  @Test
  void a_state_directory_that_is_a_file_is_for_the_operator() throws IOException {
    Files.delete(directory.resolve("state"));
    Files.writeString(directory.resolve("state"), "");

    Failure failure = Bench.failure(() -> bench.locate(source, "a"));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains(directory.resolve("state/mirror").toString());
  }

  @Test
  void another_process_finds_the_mirror() throws Exception {
    bench.read(source, "a");
    Mirror.Found found = bench.locate(source, "a");
    bench.server.close();
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());

    assertThat(bench.mirror.read(source, found, 100).text()).isEqualTo("two");
  }

  private void assertSound() {
    assertThat(bench.git("fsck", "--strict", "--no-dangling")).doesNotContain("error", "missing");
  }
}
