// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.ReadyProbe;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a pass does, case by case, against a service that reads its file at start.
final class DeployerTest {
  private final World world = new World();

  private static Entry entry(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Settled.class);
    return ((Outcome.Settled) outcome).entry();
  }

  private static OutcomeKind kind(Outcome outcome) {
    return entry(outcome).attempt().outcome();
  }

  /// The world after a first good deployment.
  private CommitId deployed(String text) {
    CommitId commit = world.mirror.commit(text);
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
    return commit;
  }

  @Test
  void deploys_the_first_content_and_proves_it() {
    CommitId commit = deployed("v1");
    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
    assertThat(world.history().live().origin()).contains(commit);
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(world.history().intent()).isEmpty();
    assertThat(world.destination.count()).isEqualTo(1);
  }

  @Test
  void a_quiet_tick_restarts_nothing_and_records_nothing() {
    deployed("v1");
    int starts = world.service.starts();
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(world.record()).containsExactly("deployed");
  }

  @Test
  void a_new_commit_with_the_same_blob_restarts_nothing() {
    deployed("v1");
    int starts = world.service.starts();
    CommitId newer = world.mirror.commit("v1", "Touch something else");
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);
    assertThat(world.service.starts()).isEqualTo(starts);
    Release live = world.history().live().managed().orElseThrow();
    assertThat(world.cache.carrier(world.target, live).orElseThrow().commit()).isEqualTo(newer);
  }

  @Test
  void a_deployed_commit_far_away_is_followed_by_those_seen_since() {
    world.mirror.reaching(3);
    deployed("v1");
    for (int i = 0; i < 10; i++) {
      world.mirror.commit("v1", "Touch something else");
      world.sync();
    }
    world.mirror.commit("v2");

    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    assertThat(world.record()).containsExactly("deployed", "deployed");
  }

  @Test
  void a_rewrite_that_keeps_the_content_is_not_followed_by_one_that_changes_it() {
    deployed("v1");
    world.mirror.rewrite();
    world.mirror.commit("v1", "Another history, the same content");
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);

    world.mirror.commit("v2");

    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.record()).containsExactly("deployed", "refused");
  }

  @Test
  void refuses_what_a_check_refuses_once_and_keeps_refusing() {
    deployed("v1");
    int starts = world.service.starts();
    world.mirror.commit("bad-yaml");
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.record()).containsExactly("deployed", "refused");
    assertThat(world.live()).contains("v1");
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(world.destination.count()).isEqualTo(1);
  }

  @Test
  void a_check_that_cannot_be_made_is_tried_again_and_quarantines_nothing() {
    deployed("v1");
    world.mirror.commit("no-validator");
    assertThat(world.sync()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.history().quarantine()).isEmpty();
    assertThat(world.record()).containsExactly("deployed");
    assertThat(world.destination.count()).isEqualTo(1);
  }

  @Test
  void rolls_back_when_the_service_answers_at_first_and_then_crashes() {
    CommitId good = deployed("v1");
    world.mirror.commit("crash");
    Entry entry = entry(world.sync());
    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(entry.attempt().change().after().origin()).contains(good);
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
  }

  @Test
  void rolls_back_when_the_field_does_not_advance() {
    deployed("v1");
    world.mirror.commit("frozen");
    Entry entry = entry(world.sync());
    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(entry.attempt().account().failures().getFirst().message())
        .contains("touched_at does not advance");
  }

  @Test
  void rolls_back_when_the_start_job_fails() {
    deployed("v1");
    world.mirror.commit("refuse-start");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.service.loaded()).contains("v1");
  }

  @Test
  void a_bug_after_the_swap_rolls_back() {
    deployed("v1");
    world.mirror.commit("bug");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.service.loaded()).contains("v1");
  }

  @Test
  void quarantined_content_is_not_tried_again_until_it_is_wished_for() {
    deployed("v1");
    world.mirror.commit("crash");
    world.sync();
    int starts = world.service.starts();
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(kind(world.sync(PassRequest.Option.RETRY))).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.service.starts()).isGreaterThan(starts);
  }

  @Test
  void the_fix_after_a_rollback_is_deployed() {
    deployed("v1");
    world.mirror.commit("crash");
    world.sync();
    CommitId fix = world.mirror.commit("v2");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(world.history().live().origin()).contains(fix);
  }

  @Test
  void a_failed_first_deployment_leaves_no_file() {
    world.service.start();
    world.mirror.commit("crash");
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    assertThat(world.live()).isEmpty();
    assertThat(world.history().live()).isEqualTo(new Live.Nothing());
  }

  @Test
  void a_foreign_file_is_adopted_first_and_comes_back_when_the_new_content_fails() {
    world.destination.write(world.target.place(), "vendored");
    world.service.start();
    world.mirror.commit("crash");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.record()).containsExactly("adopted", "rolled-back");
    assertThat(world.live()).contains("vendored");
    assertThat(world.service.loaded()).contains("vendored");
  }

  @Test
  void a_foreign_file_that_is_the_branch_s_content_is_adopted_without_a_restart() {
    world.destination.write(world.target.place(), "v1");
    world.service.start();
    int starts = world.service.starts();
    CommitId commit = world.mirror.commit("v1");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ADOPTED);
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(world.history().live().origin()).contains(commit);
  }

  @Test
  void a_stopped_service_is_never_started_and_proven_when_it_runs_again() {
    deployed("v1");
    world.service.stop();
    world.mirror.commit("v2");
    Entry entry = entry(world.sync());
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.PENDING);
    assertThat(world.live()).contains("v2");
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);
    world.service.start();
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
  }

  @Test
  void a_pending_proof_that_fails_rolls_back_to_what_was_proven() {
    deployed("v1");
    world.service.stop();
    world.mirror.commit("crash");
    world.sync();
    world.service.start();
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
  }

  @Test
  void a_hand_edit_is_healed_and_kept_in_the_record() throws StepFailed {
    deployed("v1");
    world.destination.write(world.target.place(), "edited");
    Entry entry = entry(world.sync());
    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.DRIFT_HEALED);
    assertThat(world.live()).contains("v1");
    assertThat(world.ledger.contents(entry.id()).candidate().orElseThrow().text())
        .isEqualTo("edited");
  }

  @Test
  void a_hand_edit_is_only_reported_where_that_is_asked_for() {
    world.target(world.target.source(), Place.OnDrift.REPORT, world.target.consumer().probe());
    deployed("v1");
    world.destination.write(world.target.place(), "edited");
    assertThat(world.sync()).isInstanceOf(Outcome.Held.class);
    assertThat(world.live()).contains("edited");
  }

  @Test
  void a_removed_file_is_reported_as_removed_and_not_as_edited() {
    world.target(world.target.source(), Place.OnDrift.REPORT, world.target.consumer().probe());
    deployed("v1");
    world.destination.erase(world.target.place());
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Held.class,
            held ->
                assertThat(held.why())
                    .isEqualTo(
                        "the destination was removed and on-drift is report; to put the live"
                            + " content back: lastgood sync powersync --retry"));
    assertThat(world.live()).isEmpty();
    assertThat(kind(world.sync(PassRequest.Option.RETRY))).isEqualTo(OutcomeKind.DRIFT_HEALED);
    assertThat(world.live()).contains("v1");
  }

  @Test
  void a_hand_edit_is_healed_also_when_the_source_is_out_of_reach() {
    deployed("v1");
    world.mirror.down();
    world.destination.write(world.target.place(), "edited");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DRIFT_HEALED);
  }

  @Test
  void an_unhealthy_service_gets_the_candidate_and_does_not_indict_it_for_ever() {
    deployed("v1");
    world.service.fallIll(true);
    world.mirror.commit("v2");
    Entry entry = entry(world.sync());
    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(entry.attempt().account().text()).contains("unhealthy before");
    assertThat(world.history().quarantine().values())
        .containsExactly(
            new Quarantine(world.mirror.tipBlob(), Quarantine.Reason.UNHEALTHY_BEFORE));
    world.service.fallIll(false);
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(world.live()).contains("v2");
  }

  /// The same world, in which the probe stays red from a certain start of the service on.
  private Ports sickFromStart(int start) {
    Ports ports = world.ports();
    Probe sick =
        new ReadyProbe((question, timeout, setting) ->
            world.service.starts() < start
                ? world.service.sample(question, timeout, setting)
                : new Sample(world.clock.now(), false, "sick", Optional.empty()));
    return new Ports(
        ports.mirror(),
        ports.destination(),
        ports.checks(),
        ports.service(),
        sick,
        ports.memory(),
        ports.time());
  }

  @Test
  void is_stranded_when_the_way_back_fails_too_and_says_both() {
    deployed("v1");
    world.mirror.commit("v2");
    Entry entry = entry(world.pass(sickFromStart(2)));
    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.STRANDED);
    assertThat(entry.attempt().account().failures()).hasSize(2);
    assertThat(world.live()).contains("v1");
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.FAILED);
  }

  @Test
  void a_stranded_service_is_asked_and_not_restarted_until_it_is_healthy_again() {
    deployed("v1");
    world.mirror.commit("v2");
    world.pass(sickFromStart(2));
    int starts = world.service.starts();
    assertThat(kind(world.pass(sickFromStart(2)))).isEqualTo(OutcomeKind.STRANDED);
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(world.record()).containsExactly("deployed", "stranded");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(world.record()).containsExactly("deployed", "stranded", "recovered", "deployed");
    assertThat(world.service.starts()).isEqualTo(starts + 1);
  }

  @Test
  void a_file_put_over_a_stranded_first_deployment_is_adopted() {
    world.service.start();
    world.mirror.commit("crash");
    world.pass(new FaultyPorts(world.ports(), FaultyPorts.Fault.FAIL, removal()).ports());
    assertThat(world.record()).containsExactly("stranded");
    assertThat(world.live()).contains("crash");
    world.destination.write(world.target.place(), "by hand");
    world.service.start();
    world.sync();
    assertThat(world.record()).containsExactly("stranded", "adopted");
    assertThat(world.live()).contains("by hand");
  }

  /// The number of the call that removes the file in a pass like the next one.
  private static int removal() {
    int at = 0;
    FaultyPorts faulty;
    do {
      World next = new World();
      next.service.start();
      next.mirror.commit("crash");
      faulty = new FaultyPorts(next.ports(), FaultyPorts.Fault.FAIL, ++at);
      next.pass(faulty.ports());
    } while (!faulty.struck().equals("Destination.remove"));
    return at;
  }

  @Test
  void without_a_probe_the_activation_is_the_proof() {
    world.target(world.target.source(), Place.OnDrift.HEAL, Optional.empty());
    deployed("v1");
    world.mirror.commit("refuse-start");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
  }

  @Test
  void a_forge_that_is_down_is_offline_until_its_budget_is_spent() {
    deployed("v1");
    world.mirror.down();
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Offline.class,
            offline -> assertThat(offline.budget()).isEqualTo(Outcome.Budget.WITHIN));
    world.clock.sleep(Duration.ofHours(25));
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Offline.class,
            offline -> assertThat(offline.budget()).isEqualTo(Outcome.Budget.SPENT));
    assertThat(world.record()).containsExactly("deployed");
  }

  @Test
  void a_forge_that_is_down_on_a_fresh_host_leaves_no_usable_file() {
    world.mirror.down();
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Offline.class,
            offline -> assertThat(offline.budget()).isEqualTo(Outcome.Budget.NO_FILE));
  }

  @Test
  void a_refused_token_is_a_failure_and_not_offline() {
    deployed("v1");
    world.mirror.failing(
        Optional.of(Failure.operator(Step.LOOK, "the server answered 401", "renew the token")));
    assertThat(world.sync()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void a_missing_path_is_refused_once() {
    deployed("v1");
    world.mirror.failing(
        Optional.of(Failure.newCommit(Step.FETCH, "no such path", "restore the file")));
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.record()).containsExactly("deployed", "refused");
  }

  @Test
  void rewritten_history_is_refused_until_it_is_accepted() {
    deployed("v1");
    world.mirror.rewrite();
    CommitId tip = world.mirror.commit("v2");
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.live()).contains("v1");
    world.accept(tip);
    world.mirror.commit("v3");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(world.live()).contains("v3");
  }

  @Test
  void rewritten_history_is_followed_where_that_is_configured() {
    world.target(
        World.source(SourcePolicy.Rewrites.ACCEPT, Signatures.Require.NONE),
        Place.OnDrift.HEAL,
        world.target.consumer().probe());
    deployed("v1");
    world.mirror.rewrite();
    deployed("v2");
  }

  @Test
  void with_signatures_required_for_all_one_unsigned_commit_in_between_is_refused() {
    world.target(
        World.source(SourcePolicy.Rewrites.REFUSE, Signatures.Require.ALL),
        Place.OnDrift.HEAL,
        world.target.consumer().probe());
    deployed("v1");
    world.mirror.commit("v2", "unsigned");
    world.mirror.commit("v3", "signed");
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.history().quarantine()).isEmpty();
  }

  @Test
  void a_pause_looks_and_holds() throws StepFailed {
    deployed("v1");
    world.orders().pause(world.target.name(), "migration");
    world.mirror.commit("v2");
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Held.class, held -> assertThat(held.why()).contains("migration", "other"));
    assertThat(world.live()).contains("v1");
    assertThat(world.orders().resume(world.target.name())).isPresent();
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  /// Orders alone are no deployment: what is found there is found for the first time.
  @Test
  void a_file_is_adopted_after_orders_as_before_them() throws StepFailed {
    world.destination.write(world.target.place(), "v1");
    world.service.start();
    world.mirror.commit("v1");
    world.orders().pause(world.target.name(), "not yet");
    world.sync();
    world.orders().resume(world.target.name());

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ADOPTED);
    assertThat(world.record()).containsExactly("paused", "resumed", "adopted");
  }

  @Test
  void a_refusal_that_stands_is_not_told_again_after_an_order() throws StepFailed {
    deployed("v1");
    world.mirror.rewrite();
    world.mirror.commit("v2");
    world.sync();
    world.orders().pause(world.target.name(), "a while");
    world.orders().resume(world.target.name());
    world.sync();

    assertThat(world.record()).containsExactly("deployed", "refused", "paused", "resumed");
  }

  @Test
  void a_stranded_target_heals_after_an_order_as_before_it() throws StepFailed {
    deployed("v1");
    world.service.fallIll(true);
    world.mirror.commit("v2");
    world.sync();
    int entries = world.record().size();
    world.orders().pause(world.target.name(), "hands off");
    world.orders().resume(world.target.name());
    world.sync();
    assertThat(world.record()).hasSize(entries + 2);

    world.service.fallIll(false);
    world.sync();

    assertThat(world.history().standing().isGood()).isTrue();
  }

  @Test
  void a_manual_rollback_is_proven_and_holds_until_the_branch_changes() {
    deployed("v1");
    Entry first = world.history().newest().orElseThrow();
    deployed("v2");
    assertThat(kind(world.rollBack(first))).isEqualTo(OutcomeKind.MANUAL_ROLLBACK);
    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
    assertThat(world.sync()).isInstanceOf(Outcome.Held.class);
    deployed("v3");
  }

  @Test
  void a_manual_rollback_to_content_that_fails_now_comes_back() {
    deployed("v1");
    Entry first = world.history().newest().orElseThrow();
    deployed("v2");
    world.mirror.commit("v2", "Nothing new");
    Outcome outcome =
        new Deployer(sickAt("v1"), new CriticalSection())
            .rollBack(
                world.target,
                Optional.of(first),
                "it is wrong",
                new PassRequest(Trigger.MANUAL, "ops", "host", Set.of()))
            .outcome();
    assertThat(kind(outcome)).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.live()).contains("v2");
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);
  }

  private Ports sickAt(String content) {
    Ports ports = world.ports();
    Probe sick =
        new ReadyProbe((question, timeout, setting) ->
            world.service.loaded().equals(Optional.of(content))
                ? new Sample(world.clock.now(), false, "sick", Optional.empty())
                : world.service.sample(question, timeout, setting));
    return new Ports(
        ports.mirror(),
        ports.destination(),
        ports.checks(),
        ports.service(),
        sick,
        ports.memory(),
        ports.time());
  }

  @Test
  void a_dry_run_touches_nothing_and_records_nothing() {
    deployed("v1");
    int starts = world.service.starts();
    world.mirror.commit("v2");
    assertThat(world.sync(PassRequest.Option.DRY_RUN))
        .isInstanceOfSatisfying(
            Outcome.Held.class, held -> assertThat(held.why()).contains("would be deployed"));
    world.mirror.commit("bad-yaml");
    assertThat(world.sync(PassRequest.Option.DRY_RUN)).isInstanceOf(Outcome.Refused.class);
    assertThat(world.live()).contains("v1");
    assertThat(world.destination.count()).isEqualTo(1);
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(world.record()).containsExactly("deployed");
    assertThat(world.history().quarantine()).isEmpty();
  }

  @Test
  void asks_each_source_once_for_all_its_targets() {
    world.mirror.commit("v1");
    Deployer deployer = new Deployer(world.ports(), new CriticalSection());
    PassRequest request = new PassRequest(Trigger.TIMER, "lastgood", "host", Set.of());
    deployer.pass(world.target, request);
    deployer.pass(world.target, request);
    assertThat(world.mirror.looks()).isEqualTo(1);
  }

  @Test
  void a_signal_before_the_critical_section_stops_and_in_it_waits() {
    world.mirror.commit("v1");
    CriticalSection section = new CriticalSection();
    assertThat(section.requestStop()).isEqualTo(CriticalSection.Ending.AT_ONCE);
    assertThatThrownBy(() -> world.sync(section)).isInstanceOf(CriticalSection.Stopped.class);
    assertThat(world.live()).isEmpty();
    CriticalSection entered = new CriticalSection();
    entered.enter();
    assertThat(entered.requestStop()).isEqualTo(CriticalSection.Ending.WHEN_LEFT);
    entered.leave();
    assertThat(entered.requestStop()).isEqualTo(CriticalSection.Ending.WHEN_SAID);
  }
}
