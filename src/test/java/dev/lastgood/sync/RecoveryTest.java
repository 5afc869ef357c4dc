// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.World;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Where a rollout stands by the intent, the destination and the record, and what going on from
/// there comes to.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RecoveryTest {
  private final World world = new World();

  @BeforeEach
  void runs_on_something() {
    world.mirror.commit("v1");
    world.sync();
  }

  private Recovery recovery() {
    Ports ports = world.ports();
    PassRequest request = new PassRequest(Trigger.TIMER, "lastgood", "web-arm", Set.of());
    PassRecorder recorder = new PassRecorder(world.target, request, ports);
    RemoteRecord remote = new RemoteRecord(ports, recorder, new RemoteOutage());
    return new Recovery(
        ports, recorder, new Rollout(ports, new CriticalSection(), recorder, remote));
  }

  private void lies(String text) {
    if (text.equals("nothing")) {
      world.destination.erase(world.target.place());
    } else {
      world.destination.write(world.target.place(), text);
    }
  }

  /// A pass that was killed on its way from v1 to other content.
  private Intent killed(Intent.Phase phase, String next) throws StepFailed {
    Content content = Content.of(next);
    Plan plan =
        new Plan(
            world.target.name(),
            Plan.Purpose.DEPLOY,
            new Change(
                Optional.of(LedgerSamples.candidate(content)),
                world.history().live(),
                LedgerSamples.live(content)),
            Optional.of(world.history().live()),
            new Plan.Readiness(
                true, Optional.of(true), Evidence.of(Proof.carried(Proof.Standing.PASSED)), ""),
            LedgerSamples.run());
    Failure why = Failure.newCommit(Step.PROVE, "red", "mend it");
    return world.ledger.intend(
        phase == Intent.Phase.ROLLING_BACK ? plan.undoneOver(why) : plan,
        phase,
        new Ledger.Contents(Optional.of(Content.of("v1")), Optional.of(content)));
  }

  @ParameterizedTest(name = "killed {0} to {1}, {2} at the destination, running {3}: {4}, {5}, {6}")
  @CsvSource({
    // Swapped in: activated and proven, or undone. A service that was stopped since stays stopped.
    "SWAPPING, v2, v2, true, RECOVERED, v2, PASSED",
    "SWAPPING, v2, v2, false, RECOVERED, v2, PENDING",
    "SWAPPING, crash, crash, true, ROLLED_BACK, v1, PASSED",
    // Not swapped in: nothing is done.
    "SWAPPING, v2, v1, true, RECOVERED, v1, PASSED",
    "SWAPPING, v2, by-hand, true, RECOVERED, by-hand, PASSED",
    "SWAPPING, v2, nothing, true, RECOVERED, nothing, PASSED",
    // On the way back: undone, whether the old bytes were there again or not.
    "ROLLING_BACK, v2, v2, true, ROLLED_BACK, v1, PASSED",
    "ROLLING_BACK, v2, v1, true, ROLLED_BACK, v1, PASSED",
    "ROLLING_BACK, v2, v2, false, ROLLED_BACK, v1, PENDING",
    // Somebody's file is not overwritten by a way back, and not proven by it either.
    "ROLLING_BACK, v2, by-hand, true, ROLLED_BACK, by-hand, PENDING"
  })
  void goes_on(
      Intent.Phase phase,
      String next,
      String disk,
      boolean running,
      OutcomeKind kind,
      String file,
      Proof.Standing standing)
      throws StepFailed {
    Intent intent = killed(phase, next);
    lies(disk);
    if (!running) {
      world.service.stop();
    }
    int starts = world.service.starts();

    Attempt attempt = entry(recovery().goOn(world.history(), intent)).attempt();

    assertThat(attempt.outcome()).isEqualTo(kind);
    assertThat(world.live().orElse("nothing")).isEqualTo(file);
    assertThat(world.history().standing()).isEqualTo(standing);
    assertThat(world.history().intent()).isEmpty();
    assertThat(world.service.starts() > starts)
        .as("the service is started on what is put there, where it ran")
        .isEqualTo(running && (file.equals(next) || kind == OutcomeKind.ROLLED_BACK));
  }

  private static Entry entry(Outcome outcome) {
    return outcome.written().orElseThrow();
  }

  @Test
  void what_began_the_way_back_is_blamed_by_whoever_ends_it() throws StepFailed {
    Entry entry = entry(recovery().goOn(world.history(), killed(Intent.Phase.ROLLING_BACK, "v2")));
    assertThat(entry.attempt().account().failures())
        .extracting(Failure::message)
        .containsExactly("red");
    assertThat(world.history().quarantine()).containsOnlyKeys(Content.of("v2").blob());
  }

  @ParameterizedTest
  @EnumSource(
      value = Proof.Standing.class,
      names = {"PASSED", "ASSUMED", "NONE"})
  void owes_no_proof_where_one_stands(Proof.Standing standing) throws StepFailed {
    settled(OutcomeKind.DEPLOYED, standing);
    assertThat(recovery().prove(world.history())).isEmpty();
  }

  @Test
  void makes_a_proof_that_was_pending_once_the_service_runs() throws StepFailed {
    settled(OutcomeKind.DEPLOYED, Proof.Standing.PENDING);
    world.service.stop();
    assertThat(recovery().prove(world.history())).isEmpty();
    world.service.start();
    int starts = world.service.starts();
    Entry entry = entry(recovery().prove(world.history()).orElseThrow());
    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(world.service.starts()).as("it read the file by itself").isEqualTo(starts);
  }

  /// Records that v1 is live, of this standing.
  private void settled(OutcomeKind kind, Proof.Standing standing) throws StepFailed {
    Live live = world.history().live();
    world.ledger.settle(
        new Attempt(
            world.target.name(),
            kind,
            Change.none(Optional.empty(), live),
            Evidence.of(Proof.carried(standing)),
            LedgerSamples.run(),
            new Account("")),
        new Ledger.Contents(Optional.of(Content.of("v1")), Optional.empty()));
  }

  /// An operator clears content while its way back is unfinished, wherever that was cut off.
  @Test
  void does_not_condemn_again_what_was_cleared() throws StepFailed {
    HistoryRun run;
    int at = 1;
    do {
      run = new HistoryRun(new World().host());
      String history = "push v1; sync FAIL@26 OVERFLOW@30; sync DIE_AFTER@" + at++ + "; clear";
      assertThat(run.play(HostEvent.history(history))).as(history).isEmpty();
    } while (run.hasStruck());
    assertThat(at).isGreaterThan(20);
  }
}
