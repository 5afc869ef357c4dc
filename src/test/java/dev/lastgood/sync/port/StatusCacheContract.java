// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Person;
import dev.lastgood.model.Release;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.StatusCache.Carrier;
import dev.lastgood.sync.port.StatusCache.Poll;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a pass may rely on, wherever the last looks are kept.
public abstract class StatusCacheContract {
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
  protected static final Poll GOOD =
      new Poll(
          Instant.parse("2026-11-21T10:00:00.123456Z"),
          Optional.of(Instant.parse("2026-11-21T10:00:00.123456Z")),
          Optional.of(new Mirror.Tip(new Branch("release/1"), new CommitId("ab".repeat(20)))),
          Optional.empty(),
          Optional.of(new Traffic(2, 5_000_000_000L)));
  protected static final Poll BAD =
      new Poll(
          Instant.parse("2026-11-21T10:05:00Z"),
          Optional.empty(),
          Optional.empty(),
          Optional.of("refused: \"no\"\nsecond line é"),
          Optional.empty());

  /// A memory in which nothing is kept yet; the same one during a test.
  protected abstract StatusCache cache();

  @Test
  void nothing_is_known_at_first() {
    assertThat(cache().lastPoll(FIT)).isEmpty();
    assertThat(cache().carrier(TARGET, LIVE)).isEmpty();
    assertThat(cache().judged(TARGET)).isEmpty();
  }

  @Test
  void on_what_grounds_content_was_refused_is_kept_by_target() {
    assertThat(cache().refused(RULES)).isEmpty();
    cache().rememberRefused(RULES, new VerdictBasis("12".repeat(32)));
    cache().rememberRefused(RULES, new VerdictBasis("34".repeat(32)));
    assertThat(cache().refused(RULES)).contains(new VerdictBasis("34".repeat(32)));
    assertThat(cache().refused(new TargetName("other"))).isEmpty();
  }

  @Test
  void on_what_a_question_was_answered_well_is_kept_by_target_beside_what_was_refused() {
    assertThat(cache().answered(RULES)).isEmpty();
    cache().rememberAnswered(RULES, new VerdictBasis("12".repeat(32)));
    cache().rememberRefused(RULES, new VerdictBasis("34".repeat(32)));
    assertThat(cache().answered(RULES)).contains(new VerdictBasis("12".repeat(32)));
    assertThat(cache().answered(new TargetName("other"))).isEmpty();
  }

  @Test
  void when_content_was_judged_is_kept_beside_which_commit_carries_it() {
    Instant at = Instant.parse("2026-11-21T10:00:00.123456Z");
    cache().remember(TARGET, LIVE, CARRIER);
    cache().rememberJudged(TARGET, at.minusSeconds(60));
    cache().rememberJudged(TARGET, at);
    assertThat(cache().judged(TARGET)).contains(at);
    assertThat(cache().judged(elsewhere(TARGET.source(), new RepoPath("other")))).isEmpty();
    assertThat(cache().judged(elsewhere(FIT, TARGET.path()))).isEmpty();
    assertThat(cache().carrier(TARGET, LIVE)).contains(CARRIER);
  }

  @Test
  void the_last_look_replaces_the_one_before() {
    cache().remember(FIT, GOOD);
    assertThat(cache().lastPoll(FIT)).contains(GOOD);
    cache().remember(FIT, BAD);
    assertThat(cache().lastPoll(FIT)).contains(BAD);
  }

  @Test
  void a_pass_is_remembered_whole() {
    LastPass pass =
        new LastPass(
            new LastPass.Times(
                Instant.parse("2026-11-21T10:00:00.123456Z"),
                Instant.parse("2026-11-20T10:00:00Z"),
                Optional.of(Duration.ofMillis(1234))),
            "https://git.example.org/fit.git\nmaster",
            Optional.of(EntryId.of("ef".repeat(20))),
            new LastPass.Result(
                LastPass.Conclusion.REFUSED,
                "refused",
                Optional.of(
                    new Failure(
                        Step.JUDGE, Remedy.ACCEPT_REWRITE, "é \"quoted\"\nsecond line", "do it")),
                "note",
                Durability.UNCONFIRMED),
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
    assertThat(cache().lastPass(RULES)).isEmpty();
    cache().remember(RULES, pass);
    assertThat(cache().lastPass(RULES)).contains(pass);
    LastPass bare =
        new LastPass(
            new LastPass.Times(pass.at(), pass.at(), Optional.empty()),
            "",
            Optional.empty(),
            new LastPass.Result(
                LastPass.Conclusion.DONE, "unchanged", Optional.empty(), "", Durability.DURABLE),
            Optional.empty());
    cache().remember(RULES, bare);
    assertThat(cache().lastPass(RULES)).contains(bare);
  }

  @Test
  void a_push_is_bound_to_the_remote_it_was_made_to() {
    LedgerRemote.Address there = address("https://git.example.org/record.git", "web-arm/rules");
    StatusCache.Push push =
        new StatusCache.Push(
            Instant.parse("2026-11-21T10:00:00.123456Z"),
            Optional.of(Instant.parse("2026-11-20T10:00:00Z")),
            Optional.of(Failure.retry(Step.PUSH, "é \"quoted\"", "wait")));
    assertThat(cache().lastPush(RULES, there)).isEmpty();
    cache().remember(RULES, there, push);
    assertThat(cache().lastPush(RULES, there)).contains(push);
    assertThat(cache().lastPush(RULES, address("https://git.example.org/o.git", "web-arm/rules")))
        .isEmpty();
    assertThat(cache().lastPush(RULES, address("https://git.example.org/record.git", "web/rules")))
        .isEmpty();
    StatusCache.Push bare = new StatusCache.Push(push.at(), Optional.empty(), Optional.empty());
    cache().remember(RULES, there, bare);
    assertThat(cache().lastPush(RULES, there)).contains(bare);
  }

  private static LedgerRemote.Address address(String url, String branch) {
    return new LedgerRemote.Address(RemoteUrl.parse(url), new Branch(branch));
  }

  @Test
  void what_is_remembered_during_a_pass_is_known_in_it_and_after_it() {
    StatusCache cache = cache();
    cache.together(() -> {
      cache.remember(FIT, GOOD);
      assertThat(cache.lastPoll(FIT)).contains(GOOD);
      return "done";
    });
    assertThat(cache().lastPoll(FIT)).contains(GOOD);
  }

  @Test
  void sources_and_targets_are_kept_apart_even_under_one_name() {
    cache().remember(FIT, BAD);
    cache().remember(TARGET.source(), GOOD);
    cache().remember(TARGET, LIVE, CARRIER);
    assertThat(cache().lastPoll(TARGET.source())).contains(GOOD);
    assertThat(cache().lastPoll(FIT)).contains(BAD);
    assertThat(cache().carrier(TARGET, LIVE)).contains(CARRIER);
  }

  @Test
  void a_look_at_another_url_or_branch_is_not_believed() {
    cache().remember(FIT, GOOD);

    assertThat(cache().lastPoll(BUILDER.at("https://git.example.org/fork.git").build())).isEmpty();
    assertThat(cache().lastPoll(BUILDER.on(Optional.of("next")).build())).isEmpty();
    assertThat(cache().lastPoll(BUILDER.on(Optional.empty()).build())).isEmpty();
  }

  @Test
  void what_carried_the_content_is_bound_to_the_release_and_to_where_it_was_found() {
    cache().remember(TARGET, LIVE, CARRIER);

    assertThat(cache().carrier(TARGET, release("34", "a"))).isEmpty();
    assertThat(cache().carrier(TARGET, release("12", "b"))).isEmpty();
    assertThat(cache().carrier(elsewhere(BUILDER.build(), TARGET.path()), LIVE)).isEmpty();
    assertThat(cache().carrier(elsewhere(TARGET.source(), new RepoPath("other")), LIVE)).isEmpty();
    assertThat(cache().carrier(TARGET, LIVE)).contains(CARRIER);
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
