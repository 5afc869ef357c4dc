// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.deploy.Sightings.Carrier;
import dev.lastgood.deploy.Sightings.Sighting;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Person;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a pass may rely on, wherever the last looks are kept.
public abstract class SightingsContract {
  protected static final SourceName FIT = new SourceName("fit");
  protected static final TargetName RULES = new TargetName("rules");
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
    assertThat(sightings().carrier(RULES)).isEmpty();
    assertThat(sightings().judged(RULES)).isEmpty();
  }

  @Test
  void when_content_was_judged_is_kept_beside_which_commit_carries_it() {
    Instant at = Instant.parse("2026-11-21T10:00:00.123456Z");
    Carrier carrier =
        new Carrier(
            BlobId.of(new byte[0]), new CommitId("cd".repeat(20)), new CommitId("ab".repeat(20)));
    sightings().remember(RULES, carrier);
    sightings().rememberJudged(RULES, at.minusSeconds(60));
    sightings().rememberJudged(RULES, at);
    assertThat(sightings().judged(RULES)).contains(at);
    assertThat(sightings().judged(new TargetName("other"))).isEmpty();
    assertThat(sightings().carrier(RULES)).contains(carrier);
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
    Carrier carrier =
        new Carrier(
            BlobId.of(new byte[0]), new CommitId("cd".repeat(20)), new CommitId("ab".repeat(20)));
    sightings().remember(new SourceName("rules"), GOOD);
    sightings().remember(FIT, BAD);
    sightings().remember(RULES, carrier);
    assertThat(sightings().last(new SourceName("rules"))).contains(GOOD);
    assertThat(sightings().last(FIT)).contains(BAD);
    assertThat(sightings().carrier(RULES)).contains(carrier);
    assertThat(sightings().carrier(new TargetName("fit"))).isEmpty();
  }
}
