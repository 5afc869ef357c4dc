// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.World;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a pass makes of the history between what is deployed and the tip.
final class JudgeTest {
  private final World world = new World();

  private CommitId deployed(String text, String message) {
    CommitId commit = world.mirror.commit(text, message);
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    assertThat(world.live()).contains(text);
    return commit;
  }

  private CommitId deployed(String text) {
    return deployed(text, "Change the rules");
  }

  private void requiring(Signatures.Require require, SourcePolicy.Rewrites rewrites) {
    world.target(
        World.source(rewrites, require), Place.OnDrift.HEAL, world.target.consumer().probe());
  }

  private void all() {
    requiring(Signatures.Require.ALL, SourcePolicy.Rewrites.REFUSE);
  }

  /// What the judge says of the tip, asked by itself.
  private Judge.Judged judged() throws StepFailed {
    Target target = world.target;
    Mirror.Found found =
        world.mirror.locate(target.source(), world.mirror.look(target.source()), target.path());
    return new Judge(world.ports(), target).judge(world.history(), found);
  }

  private Candidate allowed() throws StepFailed {
    return switch (judged()) {
      case Judge.Judged.Allowed(Candidate candidate) -> candidate;
      case Judge.Judged.Denied(_, StepFailed why) -> throw new AssertionError(why);
    };
  }

  private Failure denied() throws StepFailed {
    return switch (judged()) {
      case Judge.Judged.Allowed(Candidate candidate) -> throw new AssertionError(candidate);
      case Judge.Judged.Denied(_, StepFailed why) -> why.failure();
    };
  }

  private Failure refusal() {
    Outcome outcome = world.sync();
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).failure();
  }

  private void untold(Failure failure) {
    assertThat(failure.step()).isEqualTo(Step.JUDGE);
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("history does not tell");
    assertThat(failure.hint()).contains("sources.fit.signatures.require");
  }

  private Candidate newest() {
    return world.history().newest().orElseThrow().attempt().change().candidate().orElseThrow();
  }

  @Test
  void with_all_signatures_required_a_history_that_is_not_known_is_refused_once() {
    all();
    deployed("v1");
    world.mirror.blind();
    world.mirror.commit("v2", "unsigned");
    world.mirror.commit("v2", "signed, touches something else");

    untold(refusal());
    untold(refusal());

    assertThat(world.live()).contains("v1");
    assertThat(world.record()).containsExactly("deployed", "refused");
    assertThat(world.history().quarantine()).isEmpty();
  }

  @Test
  void with_all_signatures_required_a_first_deployment_needs_the_writer_s_too() throws StepFailed {
    all();
    world.mirror.commit("v1", "unsigned");
    world.mirror.commit("v1", "signed, touches something else");

    assertThat(denied().message()).contains("is not signed");
    deployed("v2", "signed");
  }

  @Test
  void with_all_signatures_required_a_first_deployment_whose_writer_is_not_known_is_refused()
      throws StepFailed {
    all();
    world.mirror.blind();
    world.mirror.commit("v1");

    untold(denied());
  }

  @Test
  void with_all_signatures_required_an_accepted_rewrite_tells_who_wrote_the_file_or_is_refused()
      throws StepFailed {
    all();
    deployed("v1");
    world.mirror.rewrite();
    world.mirror.commit("v2", "unsigned");
    world.accept(world.mirror.commit("v2", "signed, touches something else"));

    untold(denied());
  }

  @Test
  void with_all_signatures_required_an_unsigned_commit_may_not_permit_anything() throws StepFailed {
    all();
    deployed("v1");
    world.mirror.commit("v1", "unsigned\n\nLastgood-Allow: removals");
    world.mirror.commit("v2");

    assertThat(denied().message()).contains("is not signed");
  }

  @Test
  void without_signatures_a_history_that_is_not_known_is_recorded_as_such() {
    deployed("v1");
    assertThat(newest().touching()).isEqualTo(CommitLog.none());
    world.mirror.blind();
    CommitId tip = deployed("v2");

    assertThat(newest().touching()).isInstanceOf(CommitLog.Unknown.class);
    assertThat(newest().cause().id()).isEqualTo(tip);
  }

  /// ```
  /// v1 -- v1 (seen) -- v2 -- v1 (deployed)
  ///         \
  ///          v3
  /// ```
  @Test
  void what_was_seen_of_content_that_came_back_is_not_believed_of_its_first_time()
      throws StepFailed {
    deployed("v1");
    CommitId seen = world.mirror.commit("v1", "Touch something else");
    world.sync();
    deployed("v2");
    deployed("v1");

    world.mirror.reset(seen);
    world.mirror.commit("v3");

    assertThat(denied().remedy()).isEqualTo(Remedy.ACCEPT_REWRITE);
  }

  @Test
  void a_permission_given_the_first_time_is_no_permission_when_the_content_is_back() {
    deployed("v1");
    world.mirror.commit("v1", "Permit it\n\nLastgood-Allow: removals");
    world.sync();
    deployed("v2");
    deployed("v1");
    deployed("v3");

    assertThat(newest().allowances()).isEmpty();
  }

  @Test
  void a_permission_counts_until_a_change_has_used_it_wherever_it_was_given() {
    deployed("v1");
    world.mirror.commit("v1", "Permit it\n\nLastgood-Allow: removals");
    world.sync();
    world.mirror.commit("v1", "Touch something else");
    world.sync();
    world.mirror.commit("v1", "Touch something else again");
    world.sync();

    deployed("v2");
    assertThat(newest().allowances()).containsExactly("removals");
    assertThat(newest().permitting())
        .isInstanceOfSatisfying(
            CommitLog.Known.class,
            known ->
                assertThat(known.commits())
                    .extracting(SourceCommit::subject)
                    .containsExactly("Permit it"));

    deployed("v3");
    assertThat(newest().allowances()).isEmpty();
  }

  @Test
  void an_old_permission_out_of_reach_does_not_look_like_a_rewrite() {
    world.mirror.reaching(4);
    deployed("v1");
    world.mirror.commit("v1", "Permit it\n\nLastgood-Allow: removals");
    world.sync();
    for (int i = 0; i < 10; i++) {
      world.mirror.commit("v1", "Touch something else");
      world.sync();
    }

    deployed("v2");
  }

  @Test
  void an_accepted_rewrite_ends_with_the_first_deployment_of_the_new_line() throws StepFailed {
    deployed("v1");
    world.mirror.rewrite();
    CommitId accepted = world.mirror.commit("v2");
    world.accept(accepted);
    world.sync();
    assertThat(world.live()).contains("v2");
    deployed("v3");

    world.mirror.reset(accepted);
    world.mirror.commit("v4");

    assertThat(denied().remedy()).isEqualTo(Remedy.ACCEPT_REWRITE);
  }

  @Test
  void a_rewrite_accepted_on_one_branch_says_nothing_of_another() throws StepFailed {
    deployed("v1");
    world.mirror.rewrite();
    world.accept(world.mirror.commit("v2"));
    world.fork();

    assertThat(denied().message()).contains("deployed from master of https://git.example.org/fit");
  }

  /// The tip may be somebody's who never touched the file.
  @Test
  void what_is_refused_for_its_history_names_who_touched_the_file() {
    all();
    deployed("v1");
    CommitId author = world.mirror.commit("v2", "unsigned");
    world.mirror.commit("v2", "signed, touches something else");

    assertThat(refusal().message()).contains("is not signed");

    assertThat(newest().cause().id()).isEqualTo(author);
    assertThat(newest().touching()).isInstanceOf(CommitLog.Known.class);
    assertThat(world.cache.lastPass(world.target.name()).orElseThrow().found())
        .hasValueSatisfying(found -> assertThat(found.cause().id()).isEqualTo(author));
  }

  @Test
  void by_itself_the_first_candidate_is_compared_with_nothing() throws StepFailed {
    CommitId tip = world.mirror.commit("v1", "Add the rules");

    assertThat(allowed().release().commit()).isEqualTo(tip);
    assertThat(allowed().touching()).isEqualTo(CommitLog.none());
    assertThat(allowed().signer()).isEmpty();
  }

  @Test
  void by_itself_a_tip_that_descends_is_allowed_with_who_touched_the_file() throws StepFailed {
    deployed("v1");
    CommitId author = world.mirror.commit("v2");
    CommitId tip = world.mirror.commit("v2", "Touch something else");

    assertThat(allowed().release().commit()).isEqualTo(tip);
    assertThat(allowed().cause().id()).isEqualTo(author);
  }

  @Test
  void by_itself_a_rewritten_branch_is_denied_unless_that_is_accepted() throws StepFailed {
    deployed("v1");
    world.mirror.rewrite();
    CommitId tip = world.mirror.commit("v2");

    assertThat(denied().remedy()).isEqualTo(Remedy.ACCEPT_REWRITE);
    assertThat(denied().hint())
        .isEqualTo("when that was meant: lastgood accept-rewrite fit, then sync again");
    world.accept(tip);
    assertThat(allowed().release().commit()).isEqualTo(tip);

    world.mirror.rewrite();
    world.mirror.commit("v3");
    assertThat(denied().message()).contains("the branch was rewritten");
    requiring(Signatures.Require.NONE, SourcePolicy.Rewrites.ACCEPT);
    allowed();
  }

  @Test
  void by_itself_a_required_signature_of_the_tip_is_named_or_missed() throws StepFailed {
    requiring(Signatures.Require.TIP, SourcePolicy.Rewrites.REFUSE);
    world.mirror.commit("v1", "unsigned");
    assertThat(denied().message()).contains("is not signed");
    assertThat(denied().step()).isEqualTo(Step.JUDGE);

    world.mirror.commit("v1", "signed, touches something else");
    assertThat(allowed().signer()).isPresent();
  }

  @Test
  void by_itself_a_history_that_cannot_be_had_is_no_verdict() {
    deployed("v1");
    world.mirror.commit("v2");
    Failure silence = Failure.retry(Step.JUDGE, "connection reset", "wait");
    world.mirror.failingFrom(Step.JUDGE, Optional.of(silence));

    assertThatThrownBy(this::judged)
        .isInstanceOfSatisfying(
            StepFailed.class, thrown -> assertThat(thrown.failure()).isEqualTo(silence));
  }
}
