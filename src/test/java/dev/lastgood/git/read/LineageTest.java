// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Mirror.Ancestry;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Way.class,
    names = {"PATH_ONLY", "SHALLOW_CLONE"})
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class LineageTest {
  private static final String EVE = "Eve Editor <eve@example.org>";

  private final Way way;
  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private Source source;

  LineageTest(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() {
    bench = new Bench(directory).filtering(way == Way.PATH_ONLY);
    source = bench.http().build();
  }

  private static List<String> subjects(Mirror.Lineage lineage) {
    return Bench.known(lineage).stream().map(SourceCommit::subject).toList();
  }

  @Test
  void leaves_out_commits_that_touched_something_else() throws Exception {
    String deployed = bench.origin.commit("master", "rules", "one");
    bench.read(source, "rules");
    bench.origin.commit("master", "other", "x");
    bench.origin.commit("master", Change.of("Rules two").by(EVE).file("rules", "two"));
    bench.origin.commit("master", "other", "y");

    Mirror.Lineage lineage = bench.lineage(source, deployed, "rules");

    assertThat(lineage.ancestry()).isEqualTo(Ancestry.DESCENDS);
    assertThat(subjects(lineage)).containsExactly("Rules two");
    assertThat(Bench.known(lineage).getFirst().author().email()).isEqualTo("eve@example.org");
  }

  /// ```
  /// master: deployed -- other ---- merge
  ///               \               /
  /// topic:         eve's rules --
  /// ```
  @Test
  void names_the_author_on_the_merged_side_and_not_who_merged() throws Exception {
    String deployed = bench.origin.commit("master", "rules", "one");
    bench.read(source, "rules");
    bench.origin.reset("topic", deployed);
    bench.origin.commit("topic", Change.of("Eve's rules").by(EVE).file("rules", "two"));
    bench.origin.commit("master", "other", "x");
    bench.origin.merge("master", "topic", Change.of("Merge topic").file("rules", "two"));

    assertThat(subjects(bench.lineage(source, deployed, "rules"))).containsExactly("Eve's rules");
  }

  @Test
  void leaves_out_a_side_whose_change_the_merge_dropped() throws Exception {
    String deployed = bench.origin.commit("master", "rules", "one");
    bench.read(source, "rules");
    bench.origin.reset("topic", deployed);
    bench.origin.commit("master", Change.of("Kept").file("rules", "two"));
    bench.origin.commit("topic", Change.of("Dropped").file("rules", "three"));
    bench.origin.merge("master", "topic", Change.of("Merge, ours"));

    assertThat(subjects(bench.lineage(source, deployed, "rules"))).containsExactly("Kept");
  }

  @Test
  void names_a_merge_that_wrote_the_file_itself() throws Exception {
    String deployed = bench.origin.commit("master", "rules", "one");
    bench.read(source, "rules");
    bench.origin.reset("topic", deployed);
    bench.origin.commit("master", Change.of("Two").file("rules", "two"));
    bench.origin.commit("topic", Change.of("Three").file("rules", "three"));
    bench.origin.merge("master", "topic", Change.of("Resolved").file("rules", "both"));

    assertThat(subjects(bench.lineage(source, deployed, "rules")))
        .containsExactly("Resolved", "Three", "Two");
  }

  /// ```
  /// master: old -- deployed ---- merge, old again -- tip
  ///           \                 /
  /// topic:     other -----------
  /// ```
  @Test
  void a_merge_that_takes_the_file_back_to_before_is_named() throws Exception {
    String old = bench.origin.commit("master", "rules", "old");
    String deployed = bench.origin.commit("master", "rules", "deployed");
    bench.read(source, "rules");
    bench.origin.reset("topic", old);
    bench.origin.commit("topic", "other", "x");
    bench.origin.merge("master", "topic", Change.of("Merge, theirs").file("rules", "old"));
    bench.origin.commit("master", "other", "y");

    assertThat(subjects(bench.lineage(source, deployed, "rules"))).containsExactly("Merge, theirs");
  }

  @Test
  void a_merge_that_was_pushed_with_what_it_dropped_changes_nothing() throws Exception {
    String old = bench.origin.commit("master", "rules", "old");
    String deployed = bench.origin.commit("master", "rules", "deployed");
    bench.read(source, "rules");
    bench.origin.reset("topic", old);
    bench.origin.commit("topic", "other", "x");
    bench.origin.merge("master", "topic", Change.of("Merge, ours"));

    assertThat(subjects(bench.lineage(source, deployed, "rules"))).isEmpty();
  }

  @Test
  void names_who_permits_something_whatever_they_touched() throws Exception {
    String deployed = bench.origin.commit("master", "rules", "one");
    bench.read(source, "rules");
    bench.origin.reset("topic", deployed);
    bench.origin.commit(
        "topic", Change.of("On a side\n\nLastgood-Allow: removals").file("other", "x"));
    bench.origin.merge("master", "topic", Change.of("Merge").file("other", "x"));
    bench.origin.commit("master", "rules", "two");

    Mirror.Lineage lineage = bench.lineage(source, deployed, "rules");

    assertThat(Bench.known(lineage.permitting()))
        .extracting(SourceCommit::subject)
        .containsExactly("On a side");
  }

  @Test
  void names_who_wrote_the_file_however_long_ago() throws Exception {
    bench.origin.commit("master", Change.of("The writer").file("rules", "one"));
    for (int i = 0; i < 5; i++) {
      bench.origin.commit("master", "other", "version " + i);
    }

    CommitLog writer =
        bench.mirror.writer(source, bench.locate(source, "rules").tip(), new RepoPath("rules"));

    assertThat(Bench.known(writer)).extracting(SourceCommit::subject).containsExactly("The writer");
  }

  @Test
  void agrees_with_git_log() throws Exception {
    String deployed = bench.origin.commit("master", "rules", "0");
    bench.read(source, "rules");
    Random random = new Random(7);
    for (int i = 1; i < 40; i++) {
      String branch = random.nextInt(3) == 0 ? "topic" : "master";
      if (branch.equals("topic") && random.nextBoolean()) {
        bench.origin.reset("topic", bench.origin.tip("master"));
      }
      if (branch.equals("topic") && bench.origin.git("branch", "--list", "topic").isEmpty()) {
        bench.origin.reset("topic", bench.origin.tip("master"));
      }
      String file = random.nextBoolean() ? "rules" : "other";
      if (branch.equals("master") && i % 7 == 0) {
        bench.origin.reset("side", bench.origin.tip("master"));
        bench.origin.commit("side", file, "side " + i);
        bench.origin.merge("master", "side", Change.of("Merge " + i).file(file, "side " + i));
      } else {
        bench.origin.commit(branch, file, "version " + i);
      }
    }

    List<String> own =
        Bench.known(bench.lineage(source, deployed, "rules")).stream()
            .map(commit -> commit.id().hex())
            .toList();

    assertThat(own)
        .containsExactlyInAnyOrder(
            bench
                .origin
                .git("log", "--format=%H", deployed + "..master", "--", "rules")
                .split("\n"));
  }

  /// JGit keeps a commit's date in 32 bits, and walks by it.
  @ParameterizedTest
  @CsvSource({
    "2020, 2040, 2110", "2020, 2110, 2040", "2040, 2020, 2110",
    "2040, 2110, 2020", "2110, 2020, 2040", "2110, 2040, 2020",
    "2040, 2110, 2200", "2200, 2110, 2040", "2107, 2040, 2174"
  })
  void a_history_of_any_century_answers(int base, int deployed, int after) throws Exception {
    bench.origin.commit("master", Change.of("Base").at(start(base)).file("rules", "0"));
    bench.read(source, "rules");
    String old = bench.origin.commit("master", in("Deployed", deployed).file("rules", "1"));
    bench.read(source, "rules");
    bench.origin.reset("side", old);
    bench.origin.commit("side", in("Side", base).file("rules", "2"));
    bench.origin.commit("master", in("Other", after).file("other", "1"));
    bench.origin.merge("master", "side", in("Merge", deployed).file("rules", "2"));
    String merged = bench.origin.commit("master", in("Last", after).file("rules", "3"));
    bench.read(source, "rules");

    Mirror.Lineage lineage = bench.lineage(source, old, "rules");

    assertThat(lineage.ancestry()).isEqualTo(Ancestry.DESCENDS);
    assertThat(subjects(lineage)).containsExactly("Last", "Side");
    assertThat(Bench.known(lineage).getFirst().committedAt())
        .isEqualTo(Instant.ofEpochSecond(start(after)));

    bench.origin.reset("master", old);
    bench.origin.commit("master", in("Instead", base).file("rules", "4"));
    bench.read(source, "rules");

    Mirror.Lineage rewritten = bench.lineage(source, merged, "rules");

    assertThat(rewritten.ancestry()).isEqualTo(Ancestry.REWRITTEN);
    assertThat(subjects(rewritten)).containsExactly("Instead");
  }

  private static Change in(String message, int year) {
    return Change.of(message).at(start(year));
  }

  private static long start(int year) {
    return LocalDate.of(year, 1, 1).toEpochDay() * 86_400;
  }

  @Test
  void an_ordinary_force_push_is_told_without_more_history() throws Exception {
    for (int i = 0; i < 5; i++) {
      bench.origin.commit("master", "rules", "old " + i);
    }
    bench.read(source, "rules");
    String base = bench.origin.tip("master");
    String deployed = bench.origin.commit("master", "rules", "deployed");
    bench.read(source, "rules");
    bench.origin.reset("master", base);
    bench.origin.commit("master", Change.of("Instead").file("rules", "instead"));
    bench.read(source, "rules");
    bench.server.forget();

    Mirror.Lineage lineage = bench.lineage(source, deployed, "rules");

    assertThat(lineage.ancestry()).isEqualTo(Ancestry.REWRITTEN);
    assertThat(subjects(lineage)).containsExactly("Instead");
    // Path-only, what the commit before the rewrite held has to be asked for.
    assertThat(bench.server.requests()).hasSize(way == Way.PATH_ONLY ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "file"})
  void a_lost_mirror_is_deepened_until_the_deployed_commit_is_met(String scheme) throws Exception {
    Source any = scheme.equals("http") ? source : bench.file().build();
    bench.origin.commit("master", "rules", "zero");
    String deployed = bench.origin.commit("master", "rules", "one");
    for (int i = 0; i < 20; i++) {
      bench.origin.commit("master", i % 10 == 0 ? "rules" : "other", "version " + i);
    }

    Mirror.Lineage lineage = bench.lineage(any, deployed, "rules");

    assertThat(lineage.ancestry()).isEqualTo(Ancestry.DESCENDS);
    assertThat(Bench.known(lineage)).hasSize(2);
    bench.origin.commit("master", "rules", "next");
    assertThat(bench.read(any, "rules")).isEqualTo("next");
    assertThat(bench.git("fsck", "--strict")).doesNotContain("error");
  }

  @Test
  void with_a_lost_mirror_a_commit_of_nowhere_means_a_rewrite_once_all_was_seen() throws Exception {
    for (int i = 0; i < 10; i++) {
      bench.origin.commit("master", "rules", "version " + i);
    }

    Mirror.Lineage lineage = bench.lineage(source, "ab".repeat(20), "rules");

    assertThat(lineage.ancestry()).isEqualTo(Ancestry.REWRITTEN);
    assertThat(lineage.touching()).isInstanceOf(CommitLog.Unknown.class);
  }

  @Test
  void what_keeps_the_history_away_is_no_judgement_of_it() {
    String deployed = bench.origin.commit("master", "rules", "one");
    bench.origin.commit("master", "rules", "two");
    bench.server.misbehave(new Fault.Status(401));

    Failure failure = Bench.failure(() -> bench.lineage(source, deployed, "rules"));

    assertThat(failure.step()).isEqualTo(Step.FETCH);
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @Test
  void what_may_not_be_fetched_stays_unknown_and_the_mirror_whole() throws Exception {
    for (int i = 0; i < 10; i++) {
      byte[] noise = new byte[50_000];
      new Random(i).nextBytes(noise);
      bench.origin.commit("master", Change.of("Noise " + i).file("noise", noise));
    }
    bench.origin.commit("master", "rules", "one");
    Source tight =
        bench
            .http()
            .within(new Limits(Duration.ofSeconds(20), 150_000, 1 << 20, Duration.ofMinutes(10)))
            .build();

    Mirror.Lineage lineage = bench.lineage(tight, "ab".repeat(20), "rules");

    assertThat(lineage.ancestry())
        .isEqualTo(way == Way.PATH_ONLY ? Ancestry.REWRITTEN : Ancestry.UNKNOWN);
    assertThat(bench.read(tight, "rules")).isEqualTo("one");
    assertThat(bench.git("fsck", "--strict")).doesNotContain("error");
  }
}
