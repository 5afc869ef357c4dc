// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lastgood.model.Consumer;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.LenientHost;
import dev.lastgood.testkit.MemoryLedger;
import dev.lastgood.testkit.MemoryLedgerRemote;
import dev.lastgood.testkit.MemoryStatusCache;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What `status` says after real passes over a simulated host.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StatusTest {
  private final World world = new World();

  @Test
  void nothing_deployed_is_new() throws StepFailed {
    assertState(TargetState.NEW);
  }

  @Test
  void what_the_branch_holds_is_good() throws StepFailed {
    deployed("v1");
    assertState(TargetState.GOOD);
    world.sync();
    assertState(TargetState.GOOD);
  }

  @Test
  void a_refused_change_waits_with_its_author_and_its_reason() throws StepFailed {
    deployed("v1");
    world.mirror.commit("bad-yaml", "Break it");
    world.sync();
    TargetStatus status = assertState(TargetState.WAITING);
    assertThat(status.branch().undeployed().orElseThrow().cause().subject()).isEqualTo("Break it");
    assertThat(status.advice().why().orElseThrow()).contains("yaml");
    world.sync();
    assertState(TargetState.WAITING);
  }

  @Test
  void it_still_waits_after_a_healed_drift() throws StepFailed {
    deployed("v1");
    world.mirror.commit("bad-yaml");
    world.sync();
    world.destination.write(world.target.place(), "by hand");
    assertState(TargetState.DRIFTED);
    world.sync();
    assertState(TargetState.WAITING);
  }

  @Test
  void a_drift_that_is_healed_while_the_source_is_silent_hides_nothing() throws StepFailed {
    deployed("v1");
    world.mirror.commit("bad-yaml");
    world.sync();
    world.mirror.down();
    world.destination.write(world.target.place(), "by hand");
    world.sync();
    assertState(TargetState.WAITING);
  }

  @Test
  void a_drift_is_healed_by_a_pass_that_is_not_paused() throws StepFailed {
    deployed("v1");
    world.destination.write(world.target.place(), "by hand");
    assertThat(assertState(TargetState.DRIFTED).advice().next())
        .isEqualTo("lastgood sync powersync");
    world.orders().pause(world.target.name(), "migration");
    assertThat(assertState(TargetState.DRIFTED).advice().next())
        .isEqualTo("lastgood resume powersync, then: lastgood sync powersync");
    world.sync();
    assertState(TargetState.DRIFTED);
    world.orders().resume(world.target.name());
    world.sync();
    assertState(TargetState.GOOD);
  }

  @Test
  void what_was_paused_before_the_first_pass_is_held_and_then_new() throws StepFailed {
    world.mirror.commit("v1");
    world.orders().pause(world.target.name(), "not yet");
    assertState(TargetState.HELD);
    world.orders().resume(world.target.name());
    assertState(TargetState.NEW);
    world.sync();
    assertState(TargetState.GOOD);
  }

  /// Neither says what the last pass came to.
  @Test
  void an_order_hides_nothing_of_what_passes_came_to() throws StepFailed {
    deployed("v1");
    world.mirror.commit("crash");
    world.sync();
    TargetStatus before = assertState(TargetState.WAITING);
    world.orders().pause(world.target.name(), "a while");
    assertState(TargetState.HELD);
    world.orders().resume(world.target.name());
    TargetStatus after = assertState(TargetState.WAITING);
    assertThat(after.branch().lastPass()).isEqualTo(before.branch().lastPass());
    assertThat(after.advice()).isEqualTo(before.advice());
    assertThat(after.record().deployed().since()).isEqualTo(before.record().deployed().since());
  }

  @Test
  void a_stranded_target_that_is_paused_is_stranded_and_the_advice_names_the_entry()
      throws StepFailed {
    deployed("v1");
    world.service.fallIll(true);
    world.mirror.commit("v2");
    world.sync();
    TargetState trouble = status().state();
    assertThat(trouble).isIn(TargetState.STRANDED, TargetState.UNHEALTHY);
    String entry = world.history().newest().orElseThrow().id().abbreviated();
    world.orders().pause(world.target.name(), "hands off");
    assertThat(assertState(trouble).advice().next()).startsWith("lastgood show powersync " + entry);
  }

  @Test
  void a_rolled_back_change_waits() throws StepFailed {
    deployed("v1");
    world.mirror.commit("crash");
    world.sync();
    assertState(TargetState.WAITING);
    world.sync();
    assertState(TargetState.WAITING);
  }

  @Test
  void what_waits_for_the_service_says_for_what() throws StepFailed {
    deployed("v1");
    Consumer plain = world.target.consumer();
    ProbeSpec.Question away = new ProbeSpec.Command(List.of("/bin/away"));
    world.consumer(
        new Consumer(
            plain.activation(),
            plain.probe(),
            new Consumer.Patience(List.of(new Consumer.Wait(away, Optional.empty())), true)));
    world.mirror.commit("v2");
    world.service.fallIll(true);
    world.sync();
    world.service.fallIll(false);
    TargetStatus status = assertState(TargetState.WAITING);
    assertThat(status.advice().summary()).contains("waits for the service");
    assertThat(status.advice().why())
        .hasValueSatisfying(why -> assertThat(why).contains("not restarted now: down"));
    assertThat(status.advice().next()).contains("lastgood sync powersync --retry");
    world.sync();
    assertState(TargetState.GOOD);
  }

  /// Its pass goes well while there is nothing new, and whether it is well can't be known.
  @Test
  void a_service_that_does_not_take_the_probes_credential_is_not_called_unhealthy()
      throws StepFailed {
    deployed("v1");
    TargetStatus good = assertState(TargetState.GOOD);
    TargetStatus.HostState host = good.host();
    Sample sample = new Sample(good.at(), false, "401 Unauthorized", Optional.empty());
    TargetStatus.Health health =
        new TargetStatus.Health(
            host.health().phase(),
            host.health().service(),
            Optional.of(new Probe.Answer(sample, Probe.Kind.REJECTED)));
    TargetStatus.HostState rejected =
        new TargetStatus.HostState(
            host.lost(), host.unusable(), health, host.unfinished(), host.isolation());
    TargetStatus status =
        new TargetStatus(good.target(), good.at(), good.record(), good.branch(), rejected);
    assertThat(status.state()).isEqualTo(TargetState.FAILING);
    assertThat(status.advice().summary()).isEqualTo("how the service is can't be known");
    assertThat(status.advice().why())
        .contains("the service can't be asked how it is: 401 Unauthorized");
    assertThat(status.advice().next()).startsWith("correct the probe's url, bearer or headers");
  }

  @Test
  void what_was_cleared_is_next() throws StepFailed {
    deployed("v1");
    world.mirror.commit("bad-yaml");
    world.sync();
    world.orders().clear(world.target.name(), Content.of("bad-yaml").blob());
    TargetStatus status = assertState(TargetState.WAITING);
    assertThat(status.advice().summary()).contains("by the next pass");
  }

  @Test
  void a_rewritten_branch_is_said_with_the_order_that_follows_it() throws StepFailed {
    deployed("v1");
    world.mirror.rewrite();
    world.mirror.commit("v2");
    world.sync();
    TargetStatus status = assertState(TargetState.REWRITTEN);
    assertThat(status.advice().next()).contains("lastgood accept-rewrite fit");
  }

  @Test
  void unsigned_content_waits() throws StepFailed {
    world.target(
        World.source(SourcePolicy.Rewrites.REFUSE, Signatures.Require.TIP),
        Place.OnDrift.HEAL,
        world.target.consumer().probe());
    deployed("v1");
    world.mirror.commit("v2", "unsigned");
    world.sync();
    assertState(TargetState.WAITING);
  }

  @Test
  void a_check_that_cannot_be_made_fails() throws StepFailed {
    deployed("v1");
    world.mirror.commit("no-validator");
    world.sync();
    assertState(TargetState.FAILING);
  }

  @Test
  void a_refused_token_fails_and_is_not_called_unreachable() throws StepFailed {
    deployed("v1");
    world.mirror.failing(
        Optional.of(Failure.operator(Step.LOOK, "the token was refused", "renew it")));
    world.sync();
    TargetStatus status = assertState(TargetState.FAILING);
    assertThat(status.advice().why()).contains("the token was refused");
    assertThat(status.advice().next()).isEqualTo("renew it");
  }

  @Test
  void silence_is_unreachable_within_the_budget_and_stale_past_it() throws StepFailed {
    deployed("v1");
    world.mirror.down();
    world.clock.sleep(Duration.ofHours(1));
    world.sync();
    assertState(TargetState.UNREACHABLE);
    world.clock.sleep(Duration.ofHours(24));
    assertState(TargetState.STALE);
    world.sync();
    assertState(TargetState.STALE);
  }

  @Test
  void passes_that_no_longer_happen_become_stale() throws StepFailed {
    deployed("v1");
    world.clock.sleep(Duration.ofHours(25));
    assertState(TargetState.STALE);
  }

  @Test
  void silence_before_the_first_deployment_is_no_usable_file() throws StepFailed {
    world.mirror.commit("v1");
    world.mirror.down();
    world.sync();
    assertState(TargetState.STALE);
  }

  @Test
  void silence_without_a_usable_file_is_stale_since_it_began() throws StepFailed {
    world.mirror.commit("bad-yaml");
    world.sync();
    world.clock.sleep(Duration.ofHours(1));
    world.mirror.down();
    world.sync();
    assertThat(assertState(TargetState.STALE).advice().since()).contains(world.clock.now());
  }

  @Test
  void a_judgement_from_when_the_clock_was_wrong_leaves_no_more_than_the_budget()
      throws StepFailed {
    deployed("v1");
    world.clock.set(Duration.ofDays(2));
    world.sync();
    world.clock.set(Duration.ofDays(-2));
    world.mirror.down();
    world.clock.sleep(Duration.ofHours(4));
    world.sync();
    assertThat(assertState(TargetState.UNREACHABLE).advice().summary()).endsWith("another 20 h");
  }

  @Test
  void a_rollback_by_hand_holds_and_says_who_and_why() throws StepFailed {
    Entry first = deployed("v1");
    deployed("v2");
    world.rollBack(first);
    TargetStatus status = assertState(TargetState.HELD);
    assertThat(status.advice().why().orElseThrow()).contains("it is wrong", "lastgood");
    world.sync();
    assertState(TargetState.HELD);
  }

  @Test
  void a_service_that_fails_now_is_unhealthy() throws StepFailed {
    deployed("v1");
    world.service.fallIll(true);
    assertState(TargetState.UNHEALTHY);
  }

  @Test
  void what_the_branch_holds_is_not_why_a_service_fell_ill() throws StepFailed {
    deployed("v1");
    world.mirror.commit("bad-yaml");
    world.sync();
    world.service.fallIll(true);
    Advice advice = assertState(TargetState.UNHEALTHY).advice();
    assertThat(advice.why()).contains("down");
    assertThat(advice.since()).isEmpty();
  }

  @Test
  void a_proof_that_waits_for_the_service_is_pending() throws StepFailed {
    deployed("v1");
    world.service.stop();
    deployed("v2");
    assertState(TargetState.PENDING);
  }

  @Test
  void a_stranded_target_is_stranded_until_it_is_seen_healthy() throws StepFailed {
    deployed("v1");
    world.mirror.commit("crash");
    world.service.fallIll(true);
    world.sync();
    TargetState state = status().state();
    assertThat(state).isIn(TargetState.STRANDED, TargetState.UNHEALTHY);
    world.sync();
    assertState(state);
  }

  @Test
  void a_record_that_is_gone_is_lost_and_not_new() throws StepFailed {
    deployed("v1");
    Ports.Memory empty =
        new Ports.Memory(new MemoryLedger(world.clock), LedgerRemote.NONE, new MemoryStatusCache());
    assertEquals(TargetState.LOST, status(empty).state());
  }

  /// What the remote had is here already, when it answered.
  @Test
  void a_remote_that_has_no_more_is_no_way_out_of_a_lost_record() throws StepFailed {
    MemoryLedgerRemote remote = new MemoryLedgerRemote();
    PushPolicy policy = new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24));
    world.push(remote, policy);
    deployed("v1");
    remote.down();
    deployed("v2");
    world.loseState(remote, policy);
    world.destination.forget();
    remote.up();

    Failure failure = world.sync().failures().getFirst();
    assertThat(failure.hint())
        .isEqualTo(
            "mount or restore the state directory; or go on with the record as it is: lastgood sync"
                + " powersync --retry");
    assertThat(assertState(TargetState.LOST).host().lost()).contains(failure);

    remote.down();
    failure = world.sync().failures().getFirst();
    assertThat(failure.hint()).startsWith("lastgood push powersync brings back");
    assertThat(assertState(TargetState.LOST).host().lost()).contains(failure);
  }

  @Test
  void what_can_t_be_read_is_not_taken_for_lost() {
    deployed("v1");
    world.destination.writeInto(world.target.place(), "edited");
    FaultyPorts faulty;
    int at = 0;
    do {
      faulty = new FaultyPorts(world.ports(), FaultyPorts.Fault.FAIL, ++at);
      assertThat(stateOf(faulty.ports())).as(faulty.struck()).isNotEqualTo(TargetState.LOST);
    } while (faulty.hasStruck());
    assertThat(at).isGreaterThan(5);
  }

  /// As failing as the record, when that can't be read.
  private TargetState stateOf(Ports ports) {
    try {
      return new Status(ports, new LenientHost(), new Door()).of(world.target).state();
    } catch (StepFailed _) {
      return TargetState.FAILING;
    }
  }

  @Test
  void without_the_last_pass_the_record_says_what_it_knows() throws StepFailed {
    deployed("v1");
    assertEquals(TargetState.GOOD, forgetful().state());
    world.mirror.commit("crash");
    world.sync();
    assertEquals(TargetState.WAITING, forgetful().state());
    world.mirror.rewrite();
    world.mirror.commit("v3");
    world.sync();
    assertEquals(TargetState.REWRITTEN, forgetful().state());
  }

  @Test
  void a_pass_with_another_configuration_says_nothing_of_this_one() throws StepFailed {
    deployed("v1");
    world.target(
        World.source(SourcePolicy.Rewrites.ACCEPT, Signatures.Require.NONE),
        Place.OnDrift.HEAL,
        world.target.consumer().probe());
    assertState(TargetState.GOOD);
    world.mirror.commit("bad-yaml");
    world.sync();
    assertState(TargetState.WAITING);
  }

  @Test
  void a_target_that_no_pass_was_made_for_is_stale() throws StepFailed {
    deployed("v1");
    Target plain = world.target;
    Target other =
        new Target(
            plain.name(),
            plain.source(),
            new RepoPath("elsewhere.yaml"),
            plain.place(),
            plain.gate(),
            plain.consumer());
    TargetStatus status = new Status(world.ports(), new LenientHost(), new Door()).of(other);
    assertThat(status.state()).isEqualTo(TargetState.STALE);
    assertThat(status.advice().summary()).isEqualTo("no pass with this configuration is known");
    assertThat(status.advice().next()).isEqualTo("lastgood sync powersync");
    assertThat(status.advice().since()).isEmpty();
  }

  private Entry deployed(String text) {
    world.mirror.commit(text);
    world.sync();
    return world.history().newest().orElseThrow();
  }

  private TargetStatus assertState(TargetState state) throws StepFailed {
    TargetStatus status = status();
    assertThat(status.state()).as(status.toString()).isEqualTo(state);
    Status asked = new Status(world.ports(), new LenientHost(), new Door());
    assertThat(asked.condition(world.target, Optional.empty()).state())
        .as("what the passes' observers are told")
        .isEqualTo(asked.unasked(world.target).state());
    return status;
  }

  private TargetStatus status() throws StepFailed {
    return status(world.ports().memory());
  }

  private TargetStatus forgetful() throws StepFailed {
    return status(new Ports.Memory(world.ledger, LedgerRemote.NONE, new MemoryStatusCache()));
  }

  private TargetStatus status(Ports.Memory memory) throws StepFailed {
    Ports real = world.ports();
    Ports ports =
        new Ports(
            real.mirror(),
            real.destination(),
            real.checks(),
            real.service(),
            real.probe(),
            memory,
            real.time());
    return new Status(ports, new LenientHost(), new Door()).of(world.target);
  }

  private static final class Door implements Lock {
    @Override
    public Answer take() {
      throw new IllegalStateException("status keeps no pass out");
    }

    @Override
    public boolean isHeld() {
      return false;
    }
  }
}
