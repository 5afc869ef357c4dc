// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.ReadyProbe;
import dev.lastgood.testkit.World;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What a pass leaves when the way back fails, when a person steps in, and when the service was ill
/// already: never bad content that counts as good.
final class WayBackTest {
  private final World world = new World();

  private OutcomeKind kind(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Settled.class);
    return ((Outcome.Settled) outcome).entry().attempt().outcome();
  }

  private void deployed(String text) {
    world.mirror.commit(text);
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  private static StepFailed full() {
    return new StepFailed(Failure.operator(Step.STAGE, "no space left", "make room"));
  }

  private Ports with(UnaryOperator<Destination> disk) {
    Ports ports = world.ports();
    return new Ports(
        ports.mirror(),
        disk.apply(ports.destination()),
        ports.checks(),
        ports.service(),
        ports.probe(),
        ports.memory(),
        ports.time());
  }

  private Ports with(ReadyProbe.Answers answers) {
    Ports ports = world.ports();
    return new Ports(
        ports.mirror(),
        ports.destination(),
        ports.checks(),
        ports.service(),
        new ReadyProbe(answers),
        ports.memory(),
        ports.time());
  }

  /// A disk that takes so many swaps and is full from then on; whether it still takes a staged file
  /// then is said apart.
  private static final class Filling implements Destination {
    private final Destination disk;
    private final boolean stages;
    private int swaps;

    Filling(Destination disk, boolean stages, int swaps) {
      this.disk = disk;
      this.stages = stages;
      this.swaps = swaps;
    }

    @Override
    public Optional<Content> look(Place place) throws StepFailed {
      return disk.look(place);
    }

    @Override
    public Optional<DeploymentTag> deploymentTag(Place place) throws StepFailed {
      return disk.deploymentTag(place);
    }

    @Override
    public void requireReady(Place place) {}

    @Override
    public Staged stage(Place place, Content content) throws StepFailed {
      if (swaps <= 0 && !stages) {
        throw full();
      }
      return disk.stage(place, content);
    }

    @Override
    public void swap(Staged staged) throws StepFailed {
      if (swaps-- <= 0) {
        throw full();
      }
      disk.swap(staged);
    }

    @Override
    public void remove(Place place) throws StepFailed {
      throw full();
    }

    @Override
    public void discard(Staged staged) {
      disk.discard(staged);
    }

    @Override
    public void sweep(Place place) {
      disk.sweep(place);
    }
  }

  private Outcome syncOn(boolean stages, int swaps) {
    return world.pass(with(disk -> new Filling(disk, stages, swaps)));
  }

  @Test
  void after_a_way_back_that_failed_a_failed_swap_changes_nothing_of_the_record() {
    deployed("v1");
    world.mirror.commit("crash");
    assertThat(kind(syncOn(false, 1))).isEqualTo(OutcomeKind.STRANDED);
    History stranded = world.history();

    // A little room: the last good can be staged, and not swapped in.
    assertThat(kind(syncOn(true, 0))).isEqualTo(OutcomeKind.STRANDED);

    assertThat(world.history().live()).isEqualTo(stranded.live());
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.FAILED);
    assertThat(world.history().intent()).isEmpty();
    assertThat(world.record()).containsExactly("deployed", "stranded");
  }

  @Test
  void stranded_stays_stranded_until_there_is_room_and_then_heals_by_itself() {
    deployed("v1");
    world.mirror.commit("crash");
    syncOn(false, 1);
    for (int pass = 0; pass < 3; pass++) {
      assertThat(kind(syncOn(pass % 2 > 0, 0))).isEqualTo(OutcomeKind.STRANDED);
    }

    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);

    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
    assertThat(world.record()).containsExactly("deployed", "stranded", "recovered");
  }

  @Test
  void a_refusal_does_not_cover_that_the_service_is_stranded() {
    deployed("v1");
    world.mirror.commit("crash");
    syncOn(false, 1);
    world.mirror.commit("bad-yaml");

    assertThat(kind(syncOn(true, 0))).isEqualTo(OutcomeKind.STRANDED);
  }

  @Test
  void a_hand_edit_whose_healing_fails_does_not_become_official() {
    deployed("v1");
    world.destination.write(world.target.place(), "edited");

    assertThat(syncOn(true, 0)).isInstanceOf(Outcome.Failed.class);
    assertThat(world.history().live().content()).contains(Content.of("v1").blob());
    world.mirror.commit("edited");
    assertThat(syncOn(true, 0)).isInstanceOf(Outcome.Failed.class);

    assertThat(world.record()).containsExactly("deployed");
    assertThat(world.history().intent()).isEmpty();
  }

  @Test
  void a_swap_that_keeps_failing_leaves_no_entry_a_pass() {
    deployed("v1");
    world.mirror.commit("v2");
    assertThat(syncOn(true, 0)).isInstanceOf(Outcome.Failed.class);
    assertThat(syncOn(true, 0)).isInstanceOf(Outcome.Failed.class);
    assertThat(world.record()).containsExactly("deployed");
    assertThat(world.history().quarantine()).isEmpty();
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  @Test
  void a_person_s_file_after_a_first_deployment_that_failed_is_adopted_and_comes_back() {
    world.service.start();
    world.mirror.commit("crash");
    world.sync();
    assertThat(world.live()).isEmpty();
    world.destination.write(world.target.place(), "by hand");
    world.service.start();
    world.mirror.commit("crash again");

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);

    assertThat(world.live()).contains("by hand");
    assertThat(world.service.loaded()).contains("by hand");
    assertThat(world.record()).containsExactly("rolled-back", "adopted", "rolled-back");
  }

  @Test
  void a_person_s_file_after_a_first_refusal_is_adopted() {
    world.mirror.commit("bad-yaml");
    world.sync();
    world.destination.write(world.target.place(), "by hand");
    world.sync();
    assertThat(world.record()).containsExactly("refused", "adopted");
    assertThat(world.history().live()).isEqualTo(new Live.Foreign(Content.of("by hand").blob()));
  }

  @Test
  void a_file_that_a_person_puts_there_during_the_proof_is_not_removed() {
    world.service.start();
    world.mirror.commit("crash");
    ReadyProbe.Answers meddling =
        (question, timeout, environment) -> {
          Sample sample = world.service.sample(question, timeout, environment);
          if (world.live().equals(Optional.of("crash"))) {
            world.destination.write(world.target.place(), "by hand");
          }
          return sample;
        };
    world.pass(with(meddling));
    assertThat(world.live()).contains("by hand");
    assertThat(world.history().live()).isEqualTo(new Live.Nothing());
    world.sync();
    assertThat(world.history().live()).isEqualTo(new Live.Foreign(Content.of("by hand").blob()));
  }

  @Test
  void a_file_that_a_person_puts_there_before_the_swap_is_not_overwritten() {
    deployed("v1");
    world.mirror.commit("v2");
    Ports ports = world.ports();
    Checks meddling =
        (target, subject) -> {
          world.destination.write(target.place(), "by hand");
          return ports.checks().check(target, subject);
        };
    Outcome outcome =
        world.pass(
            new Ports(
                ports.mirror(),
                ports.destination(),
                meddling,
                ports.service(),
                ports.probe(),
                ports.memory(),
                ports.time()));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(world.live()).contains("by hand");
    world.sync();
    assertThat(world.record()).containsExactly("deployed", "drift-healed", "deployed");
  }

  @Test
  void quarantined_bytes_that_a_person_puts_there_are_not_adopted_and_not_removed() {
    world.service.start();
    world.mirror.commit("crash");
    world.sync();
    world.destination.write(world.target.place(), "crash");

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.history().live()).isEqualTo(new Live.Nothing());
    world.mirror.commit("crash too");
    world.sync();

    assertThat(world.live()).contains("crash");
    assertThat(world.record()).doesNotContain("adopted");
  }

  @Test
  void the_branch_s_content_found_at_first_goes_through_the_gate() {
    world.destination.write(world.target.place(), "bad-yaml");
    world.service.start();
    world.mirror.commit("bad-yaml");
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.live()).contains("bad-yaml");
    assertThat(world.record()).containsExactly("refused");
  }

  @Test
  void content_that_failed_is_not_adopted_for_lying_there_when_its_quarantine_is_cleared()
      throws StepFailed {
    world.service.start();
    world.mirror.commit("crash");
    world.sync();
    world.orders().clear(world.target.name(), Content.of("crash").blob());
    world.destination.write(world.target.place(), "crash");

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
  }

  @Test
  void as_unhealthy_as_before_is_rolled_back_with_a_failed_proof() {
    deployed("v1");
    world.service.fallIll(true);
    world.mirror.commit("v2");

    Entry entry = ((Outcome.Settled) world.sync()).entry();

    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.FAILED);
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.record()).containsExactly("deployed", "rolled-back");
  }

  @Test
  void where_the_last_good_fails_too_the_content_is_tried_once_more_on_a_healthy_service() {
    deployed("v1");
    world.mirror.commit("v2");
    int starts = world.service.starts();
    ReadyProbe.Answers illFromNow =
        (question, timeout, environment) ->
            world.service.starts() == starts
                ? world.service.sample(question, timeout, environment)
                : new Sample(world.clock.now(), false, "sick", Optional.empty());
    assertThat(kind(world.pass(with(illFromNow)))).isEqualTo(OutcomeKind.STRANDED);
    assertThat(world.history().quarantine().values())
        .extracting(Quarantine::reason)
        .containsExactly(Quarantine.Reason.LAST_GOOD_FAILED);

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);

    assertThat(world.live()).contains("v2");
    assertThat(world.record()).containsExactly("deployed", "stranded", "recovered", "deployed");
    assertThat(world.history().quarantine()).isEmpty();
  }

  @Test
  void where_the_last_good_fails_too_bad_content_gets_its_verdict_on_the_second_try() {
    deployed("v1");
    world.mirror.commit("crash");
    world.service.fallIll(false);
    ReadyProbe.Answers ill =
        (question, timeout, environment) ->
            world.service.starts() == 1
                ? world.service.sample(question, timeout, environment)
                : new Sample(world.clock.now(), false, "sick", Optional.empty());
    world.pass(with(ill));
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.history().quarantine().values())
        .extracting(Quarantine::reason)
        .containsExactly(Quarantine.Reason.FAILED);
  }

  @Test
  void what_an_operator_has_to_mend_is_recorded_once_and_indicts_nothing() {
    deployed("v1");
    world.mirror.commit("v2");
    Ports broken = notStartable();
    assertThat(kind(world.pass(broken))).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.pass(broken)).isInstanceOf(Outcome.Failed.class);
    assertThat(world.pass(broken)).isInstanceOf(Outcome.Failed.class);
    assertThat(world.record()).containsExactly("deployed", "rolled-back");
    assertThat(world.history().quarantine()).isEmpty();
    assertThat(world.history().intent()).isEmpty();
    assertThat(world.live()).contains("v1");

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.DEPLOYED);
  }

  /// A service whose restarts an operator has to allow first.
  private Ports notStartable() {
    Ports ports = world.ports();
    Service refusing =
        new Service() {
          @Override
          public State state(Activation activation) throws StepFailed {
            return ports.service().state(activation);
          }

          @Override
          public void requireReady(Activation activation) {}

          @Override
          public void activate(Activation activation, CommandEnvironment environment)
              throws StepFailed {
            throw new StepFailed(
                Failure.operator(Step.ACTIVATE, "restarting is not allowed", "allow it"));
          }

          @Override
          public void revive(Activation activation, CommandEnvironment environment)
              throws StepFailed {
            ports.service().revive(activation, environment);
          }
        };
    return new Ports(
        ports.mirror(),
        ports.destination(),
        ports.checks(),
        refusing,
        ports.probe(),
        ports.memory(),
        ports.time());
  }

  @Test
  void a_manual_rollback_twice_is_two_steps_back() {
    deployed("v1");
    deployed("v2");
    deployed("v3");
    assertThat(kind(world.rollBack())).isEqualTo(OutcomeKind.MANUAL_ROLLBACK);
    assertThat(world.live()).contains("v2");

    assertThat(kind(world.rollBack())).isEqualTo(OutcomeKind.MANUAL_ROLLBACK);

    assertThat(world.live()).contains("v1");
    assertThat(world.history().quarantine().keySet())
        .containsExactlyInAnyOrder(Content.of("v2").blob(), Content.of("v3").blob());
    assertThat(world.rollBack()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.live()).contains("v1");
  }

  @Test
  void a_manual_rollback_keeps_a_hand_edit_in_the_record() throws StepFailed {
    deployed("v1");
    deployed("v2");
    world.destination.write(world.target.place(), "edited");
    Entry entry = ((Outcome.Settled) world.rollBack()).entry();
    assertThat(world.live()).contains("v1");
    assertThat(world.ledger.contents(entry.id()).candidate()).contains(Content.of("edited"));
  }

  @Test
  void an_error_of_any_kind_after_the_swap_leads_back() {
    deployed("v1");
    world.mirror.commit("v2");
    ReadyProbe.Answers overflowing =
        (question, timeout, environment) -> {
          if (world.service.loaded().equals(Optional.of("v2"))) {
            throw new StackOverflowError();
          }
          return world.service.sample(question, timeout, environment);
        };
    assertThat(kind(world.pass(with(overflowing)))).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
  }

  @Test
  void on_drift_report_does_not_pass_over_quarantined_content() {
    world.target(world.target.source(), Place.OnDrift.REPORT, world.target.consumer().probe());
    deployed("v1");
    world.mirror.commit("crash");
    world.sync();
    world.destination.write(world.target.place(), "crash");
    assertThat(world.sync()).isInstanceOf(Outcome.Failed.class);
  }

  private Ports with(Service service) {
    Ports ports = world.ports();
    return new Ports(
        ports.mirror(),
        ports.destination(),
        ports.checks(),
        service,
        ports.probe(),
        ports.memory(),
        ports.time());
  }

  /// A service that can't be brought up again after a failure.
  private final class NotRevivable implements Service {
    @Override
    public void requireReady(Activation activation) {}

    @Override
    public State state(Activation activation) throws StepFailed {
      return world.service.state(activation);
    }

    @Override
    public void activate(Activation activation, CommandEnvironment environment) throws StepFailed {
      world.service.activate(activation, environment);
    }

    @Override
    public void revive(Activation activation, CommandEnvironment environment) throws StepFailed {
      throw new StepFailed(Failure.retry(Step.ACTIVATE, "the bus is gone", "wait"));
    }
  }

  @Test
  void a_service_that_was_not_started_on_the_old_bytes_is_not_asked_about_them() {
    deployed("v1");
    world.mirror.commit("frozen");
    assertThat(kind(world.pass(with(new NotRevivable())))).isEqualTo(OutcomeKind.STRANDED);
    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("frozen");

    world.sync();

    assertThat(world.service.loaded()).contains("v1");
    assertThat(world.record()).containsExactly("deployed", "stranded", "recovered", "rolled-back");
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_first_deployment_that_could_not_be_taken_back_is_taken_back_as_soon_as_it_can() {
    world.service.start();
    world.mirror.commit("crash");
    assertThat(kind(syncOn(true, 1))).isEqualTo(OutcomeKind.STRANDED);
    assertThat(kind(syncOn(true, 0))).isEqualTo(OutcomeKind.STRANDED);
    assertThat(world.record()).containsExactly("stranded");
    assertThat(world.live()).contains("crash");

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);

    assertThat(world.live()).isEmpty();
    assertThat(world.history().live()).isEqualTo(new Live.Nothing());
    deployed("v1");
  }

  @Test
  void the_way_back_never_leads_to_what_an_operator_rolled_back_from() {
    deployed("v1");
    deployed("v2");
    world.service.stop();
    world.rollBack();
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PENDING);
    world.mirror.commit("crash");
    world.sync();
    world.service.start();

    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ROLLED_BACK);

    assertThat(world.live()).contains("v1");
  }

  @Test
  void rolling_back_to_what_is_live_puts_it_back_when_it_is_not_there() {
    deployed("v1");
    Entry entry = world.history().newest().orElseThrow();
    world.destination.write(world.target.place(), "edited");
    assertThat(kind(world.rollBack(entry))).isEqualTo(OutcomeKind.MANUAL_ROLLBACK);
    assertThat(world.live()).contains("v1");
    assertThat(world.history().quarantine()).isEmpty();
    assertThat(world.rollBack(entry)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void a_proof_of_bytes_that_somebody_changed_meanwhile_is_none() {
    deployed("v1");
    world.mirror.commit("v2");
    ReadyProbe.Answers meddling =
        (question, timeout, environment) -> {
          if (world.service.loaded().equals(Optional.of("v2"))) {
            world.destination.write(world.target.place(), "by hand");
          }
          return world.service.sample(question, timeout, environment);
        };
    Entry entry = ((Outcome.Settled) world.pass(with(meddling))).entry();
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.PENDING);
  }

  @Test
  void the_branch_s_content_found_at_first_proves_itself_and_is_not_removed() {
    world.destination.write(world.target.place(), "crash");
    world.service.start();
    world.mirror.commit("crash");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ADOPTED);
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.FAILED);
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ADOPTED);
    assertThat(world.live()).contains("crash");
  }

  @Test
  void the_branch_s_content_found_with_a_stopped_service_is_not_removed_when_it_fails() {
    world.destination.write(world.target.place(), "crash");
    world.service.stop();
    world.mirror.commit("crash");
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.ADOPTED);
    world.service.start();
    assertThat(kind(world.sync())).isEqualTo(OutcomeKind.STRANDED);
    assertThat(world.live()).contains("crash");
  }

  @Test
  void the_way_back_takes_a_person_s_file_for_the_hand_edit_that_it_is() throws StepFailed {
    deployed("v1");
    world.mirror.commit("crash");
    ReadyProbe.Answers meddling =
        (question, timeout, environment) -> {
          if (world.live().equals(Optional.of("crash"))) {
            world.destination.write(world.target.place(), "by hand");
          }
          return world.service.sample(question, timeout, environment);
        };
    assertThat(kind(world.pass(with(meddling)))).isEqualTo(OutcomeKind.ROLLED_BACK);

    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
    assertThat(world.record()).containsExactly("deployed", "rolled-back", "drift-healed");
    assertThat(world.ledger.contents(world.history().newest().orElseThrow().id()).candidate())
        .contains(Content.of("by hand"));
  }

  @Test
  void a_verdict_is_void_once() {
    deployed("v1");
    world.mirror.commit("v2");
    int starts = world.service.starts();
    ReadyProbe.Answers illAfterRestarts =
        (question, timeout, environment) ->
            world.service.starts() == starts
                ? world.service.sample(question, timeout, environment)
                : new Sample(world.clock.now(), false, "sick", Optional.empty());
    world.pass(with(illAfterRestarts));
    int later = world.service.starts();
    ReadyProbe.Answers illAgain =
        (question, timeout, environment) ->
            world.service.starts() == later
                ? world.service.sample(question, timeout, environment)
                : new Sample(world.clock.now(), false, "sick", Optional.empty());
    assertThat(kind(world.pass(with(illAgain)))).isEqualTo(OutcomeKind.STRANDED);
    assertThat(world.history().quarantine().values())
        .extracting(Quarantine::reason)
        .containsExactly(Quarantine.Reason.FAILED);

    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    assertThat(world.record())
        .containsExactly("deployed", "stranded", "recovered", "stranded", "recovered");
  }

  @Test
  void a_first_deployment_that_is_taken_back_is_quiet() {
    world.service.start();
    world.mirror.commit("crash");
    world.sync();
    int starts = world.service.starts();
    world.sync();
    world.sync();
    assertThat(world.record()).containsExactly("rolled-back");
    assertThat(world.service.starts()).isEqualTo(starts);
  }

  @Test
  void a_dry_run_records_no_recovery() {
    deployed("v1");
    world.service.fallIll(true);
    world.mirror.commit("v2");
    world.sync();
    world.service.fallIll(false);
    world.mirror.commit("bad-yaml");
    world.sync(PassRequest.Option.DRY_RUN);
    assertThat(world.record()).containsExactly("deployed", "rolled-back");
  }
}
