// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an operator got wrong is found before the swap, blamed on nobody's content, and over when
/// it is mended.
final class PreflightTest {
  private final World world = new World();

  /// Which part of the host is not as it has to be.
  enum Part {
    DESTINATION,
    SERVICE,
    PROBE;

    Failure failure() {
      return Failure.operator(Step.STAGE, this + " is not ready", "mend it");
    }

    void breaks(World world) {
      set(world, Optional.of(failure()));
    }

    void mended(World world) {
      set(world, Optional.empty());
    }

    private void set(World world, Optional<Failure> why) {
      switch (this) {
        case DESTINATION -> world.destination.obstructed(why);
        case SERVICE -> world.service.unfit(why);
        case PROBE -> world.service.mute(why);
      }
    }
  }

  @BeforeEach
  void live() {
    world.mirror.commit("v1");
    world.sync();
    assertThat(world.live()).contains("v1");
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void a_host_that_is_not_ready_is_told_before_the_swap_and_deploys_by_itself_once_mended(
      Part part) {
    int starts = world.service.starts();
    part.breaks(world);
    world.mirror.commit("v2");
    for (int pass = 0; pass < 3; pass++) {
      isTold(world.sync(), part);
    }
    assertThat(world.live()).contains("v1");
    assertThat(world.service.starts()).isEqualTo(starts);
    assertThat(world.record()).containsExactly("deployed");
    assertThat(world.history().quarantine()).isEmpty();
    assertThat(world.history().intent()).isEmpty();
    assertThat(world.destination.count()).as("nothing staged stays").isEqualTo(1);

    part.mended(world);
    world.sync();
    assertThat(world.live()).contains("v2");
    assertThat(world.record()).containsExactly("deployed", "deployed");
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void a_dry_run_tells_it_too(Part part) {
    part.breaks(world);
    world.mirror.commit("v2");
    isTold(world.sync(PassRequest.Option.DRY_RUN), part);
    assertThat(world.destination.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void so_are_a_rollback_by_hand_and_the_healing_of_an_edit(Part part) throws Exception {
    Entry first = world.ledger.newest(world.target.name(), _ -> true).orElseThrow();
    world.mirror.commit("v2");
    world.sync();
    part.breaks(world);
    isTold(world.rollBack(first), part);
    world.destination.write(world.target.place(), "edited");
    isTold(world.sync(), part);
    assertThat(world.live()).contains("edited");
    assertThat(world.record()).containsExactly("deployed", "deployed");

    part.mended(world);
    world.sync();
    assertThat(world.live()).contains("v2");
    assertThat(world.record()).containsExactly("deployed", "deployed", "drift-healed");
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void a_proof_that_is_owed_waits_for_a_host_that_can_make_it(Part part) {
    world.service.stop();
    world.mirror.commit("v2");
    world.sync();
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PENDING);
    part.breaks(world);
    world.service.start();
    isTold(world.sync(), part);
    assertThat(world.live()).contains("v2");
    part.mended(world);
    world.sync();
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
  }

  /// What its probe reads may be made by its start; what its start needs is asked for then.
  @ParameterizedTest
  @EnumSource(
      value = Part.class,
      names = {"SERVICE", "PROBE"})
  void a_service_that_does_not_run_need_not_be_ready_for_the_swap(Part part) {
    world.service.stop();
    part.breaks(world);
    world.mirror.commit("v2");
    world.sync();
    assertThat(world.live()).contains("v2");
    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PENDING);
  }

  @Test
  void a_probe_that_can_not_be_asked_any_more_is_not_the_contents_fault() {
    world.mirror.commit("v2");
    Ports ports = world.ports();
    world.clock.after(Duration.ofSeconds(2), () -> Part.PROBE.breaks(world)); // in the proof
    Outcome outcome = world.pass(ports);
    assertThat(outcome.failures().getFirst()).isEqualTo(Part.PROBE.failure());
    assertThat(world.history().quarantine()).isEmpty();
  }

  @Test
  void a_way_back_that_is_not_flushed_revives_the_service_all_the_same_and_is_told() {
    int starts = world.service.starts();
    Failure unflushed = Failure.operator(Step.SWAP, "not flushed", "look at the disk");
    world.destination.unflushed(Optional.of(unflushed));
    world.mirror.commit("v2");
    Outcome outcome = world.sync();
    assertThat(outcome).isInstanceOf(Outcome.Settled.class);
    Entry entry = ((Outcome.Settled) outcome).entry();
    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(entry.attempt().account().failures()).containsExactly(unflushed, unflushed);
    assertThat(world.live()).contains("v1");
    assertThat(world.service.loaded()).contains("v1");
    assertThat(world.service.starts()).isGreaterThan(starts);
  }

  private void isTold(Outcome outcome, Part part) {
    assertThat(outcome).isEqualTo(new Outcome.Failed(world.history().live(), part.failure()));
  }
}
