// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.sync.Sightings.Carrier;
import dev.lastgood.sync.Sightings.Sighting;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Person;
import dev.lastgood.model.Release;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a pass may rely on, wherever the last looks are kept.
public abstract class SightingsContract {
  private static final SourceBuilder BUILDER =
      SourceBuilder.of("https://git.example.org/app/fit.git");
  protected static final Source FIT = BUILDER.build();
  private static final Target TARGET = new World().target;
  private static final TargetName RULES = TARGET.name();
  private static final Release LIVE = release("12", "a");
  private static final Carrier CARRIER =
      new Carrier(
          new CommitId("cd".repeat(20)),
          new CommitId("ab".repeat(20)),
          new CommitId("ef".repeat(20)));
  protected static final Sighting GOOD =
      new Sighting(
          Instant.parse("2026-11-21T10:00:00.123456Z"),
          Optional.of(Instant.parse("2026-11-21T10:00:00.123456Z")),
          Optional.of(new Mirror.Tip(new Branch("release/1"), new CommitId("ab".repeat(20)))),
          Optional.empty());
  protected static final Sighting BAD =
      new Sighting(
          Instant.parse("2026-11-21T10:05:00Z"),
          Optional.empty(),
          Optional.empty(),
          Optional.of("refused: \"no\"\nsecond line é"));

  /// A memory in which nothing is kept yet; the same one during a test.
  protected abstract Sightings sightings();

  @Test
  void nothing_is_known_at_first() {
    assertThat(sightings().last(FIT)).isEmpty();
    assertThat(sightings().carrier(TARGET, LIVE)).isEmpty();
    assertThat(sightings().judged(TARGET)).isEmpty();
  }

  @Test
  void on_what_grounds_content_was_refused_is_kept_by_target() {
    assertThat(sightings().refused(RULES)).isEmpty();
    sightings().rememberRefused(RULES, new Grounds("12".repeat(32)));
    sightings().rememberRefused(RULES, new Grounds("34".repeat(32)));
    assertThat(sightings().refused(RULES)).contains(new Grounds("34".repeat(32)));
    assertThat(sightings().refused(new TargetName("other"))).isEmpty();
  }

  @Test
  void when_content_was_judged_is_kept_beside_which_commit_carries_it() {
    Instant at = Instant.parse("2026-11-21T10:00:00.123456Z");
    sightings().remember(TARGET, LIVE, CARRIER);
    sightings().rememberJudged(TARGET, at.minusSeconds(60));
    sightings().rememberJudged(TARGET, at);
    assertThat(sightings().judged(TARGET)).contains(at);
    assertThat(sightings().judged(elsewhere(TARGET.source(), new RepoPath("other")))).isEmpty();
    assertThat(sightings().judged(elsewhere(FIT, TARGET.path()))).isEmpty();
    assertThat(sightings().carrier(TARGET, LIVE)).contains(CARRIER);
  }

  @Test
  void the_last_look_replaces_the_one_before() {
    sightings().remember(FIT, GOOD);
    assertThat(sightings().last(FIT)).contains(GOOD);
    sightings().remember(FIT, BAD);
    assertThat(sightings().last(FIT)).contains(BAD);
  }

  @Test
  void a_pass_is_remembered_whole() {
    LastPass pass =
        new LastPass(
            Instant.parse("2026-11-21T10:00:00.123456Z"),
            Instant.parse("2026-11-20T10:00:00Z"),
            "https://git.example.org/fit.git\nmaster",
            Optional.of(EntryId.of("ef".repeat(20))),
            new LastPass.Result(
                LastPass.Conclusion.REFUSED,
                "refused",
                Optional.of(
                    new Failure(
                        Step.JUDGE, Remedy.ACCEPT_REWRITE, "é \"quoted\"\nsecond line", "do it")),
                "note"),
            Optional.of(
                new LastPass.Find(
                    new CommitId("cd".repeat(20)),
                    BlobId.of(new byte[0]),
                    new SourceCommit(
                        new CommitId("ab".repeat(20)),
                        new Person("Jörg", "joerg@example.org"),
                        Instant.parse("2040-01-01T00:00:00Z"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "subject"))));
    assertThat(sightings().lastPass(RULES)).isEmpty();
    sightings().remember(RULES, pass);
    assertThat(sightings().lastPass(RULES)).contains(pass);
    LastPass bare =
        new LastPass(
            pass.at(),
            pass.at(),
            "",
            Optional.empty(),
            new LastPass.Result(LastPass.Conclusion.DONE, "unchanged", Optional.empty(), ""),
            Optional.empty());
    sightings().remember(RULES, bare);
    assertThat(sightings().lastPass(RULES)).contains(bare);
  }

  @Test
  void what_is_remembered_during_a_pass_is_known_in_it_and_after_it() {
    Sightings sightings = sightings();
    sightings.together(() -> {
      sightings.remember(FIT, GOOD);
      assertThat(sightings.last(FIT)).contains(GOOD);
      return "done";
    });
    assertThat(sightings().last(FIT)).contains(GOOD);
  }

  @Test
  void sources_and_targets_are_kept_apart_even_under_one_name() {
    sightings().remember(FIT, BAD);
    sightings().remember(TARGET.source(), GOOD);
    sightings().remember(TARGET, LIVE, CARRIER);
    assertThat(sightings().last(TARGET.source())).contains(GOOD);
    assertThat(sightings().last(FIT)).contains(BAD);
    assertThat(sightings().carrier(TARGET, LIVE)).contains(CARRIER);
  }

  @Test
  void a_look_at_another_url_or_branch_is_not_believed() {
    sightings().remember(FIT, GOOD);

    assertThat(sightings().last(BUILDER.at("https://git.example.org/fork.git").build())).isEmpty();
    assertThat(sightings().last(BUILDER.on(Optional.of("next")).build())).isEmpty();
    assertThat(sightings().last(BUILDER.on(Optional.empty()).build())).isEmpty();
  }

  @Test
  void what_carried_the_content_is_bound_to_the_release_and_to_where_it_was_found() {
    sightings().remember(TARGET, LIVE, CARRIER);

    assertThat(sightings().carrier(TARGET, release("34", "a"))).isEmpty();
    assertThat(sightings().carrier(TARGET, release("12", "b"))).isEmpty();
    assertThat(sightings().carrier(elsewhere(BUILDER.build(), TARGET.path()), LIVE)).isEmpty();
    assertThat(sightings().carrier(elsewhere(TARGET.source(), new RepoPath("other")), LIVE))
        .isEmpty();
    assertThat(sightings().carrier(TARGET, LIVE)).contains(CARRIER);
  }

  private static Target elsewhere(Source source, RepoPath path) {
    return new Target(
        TARGET.name(), source, path, TARGET.place(), TARGET.gate(), TARGET.consumer());
  }

  private static Release release(String commit, String content) {
    return new Release(
        new CommitId(commit.repeat(20)), BlobId.of(content.getBytes(StandardCharsets.UTF_8)));
  }
}
