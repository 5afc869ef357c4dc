// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.app.Observation.ObservedTarget;
import dev.lastgood.config.Config;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Traffic;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.ObservedHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class AfterPassesTest {
  private static final int OF_RESULT = 40;
  private static final int OF_REQUEST = 80;

  private final RecordingHost host = new RecordingHost();
  private final List<Observation> observed = new ArrayList<>();
  private final List<PassObserver> observers = new ArrayList<>(List.of(new Noting()));
  private Set<PassRequest.Option> options = Set.of();

  @Test
  void a_pass_is_told_outside_the_lock() throws Exception {
    host.world.mirror.commit("v1");
    sync(host.world.target);
    assertThat(host.asked).endsWith("release", "told");
    assertThat(observed)
        .singleElement()
        .satisfies(told -> {
          assertThat(told.passes()).isInstanceOf(Passes.Made.class);
          assertThat(told.at()).isEqualTo(host.world.clock.now());
        });
    Observation.Known target = known();
    assertThat(target.state()).isEqualTo(TargetState.GOOD);
    assertThat(target.condition().record().history().live()).isEqualTo(host.world.history().live());
    assertThat(target.pass().orElseThrow().exitCode()).isEqualTo(OF_RESULT);
    assertThat(target.pass().orElseThrow().took().orElseThrow()).isPositive();
    assertThat(target.tally())
        .isEqualTo(host.world.ledger.tally(host.world.target.name(), host.world.history()));
    assertThat(observed.getLast().sources())
        .singleElement()
        .satisfies(source -> {
          assertThat(source.judged()).isPresent();
          assertThat(source.poll().orElseThrow().traffic()).contains(new Traffic(1, 100));
        });
  }

  @Test
  void what_waits_is_told_until_it_is_reverted() throws Exception {
    host.world.mirror.commit("v1");
    sync(host.world.target);
    host.world.mirror.commit("bad-yaml");
    sync(host.world.target);
    assertThat(known().state()).isEqualTo(TargetState.WAITING);
    assertThat(known().condition().waiting().orElseThrow().entry())
        .isEqualTo(host.world.history().newest());
    host.world.mirror.commit("v1");
    sync(host.world.target);
    assertThat(known().state()).isEqualTo(TargetState.GOOD);
    assertThat(known().condition().waiting()).isEmpty();
  }

  @Test
  void targets_that_had_no_pass_are_told_as_well() throws Exception {
    host.world.mirror.commit("v1");
    Target other = host.world.another("other");
    sync(List.of(host.world.target, other), host.world.target);
    assertThat(observed.getLast().targets())
        .extracting(ObservedTarget::state)
        .containsExactly(TargetState.GOOD, TargetState.NEW);
    assertThat(observed.getLast().sources().getFirst().judged())
        .as("what one of its targets was never judged for")
        .isEmpty();
  }

  @Test
  void beside_another_pass_it_is_told_how_things_stand() throws Exception {
    host.world.mirror.commit("v1");
    sync(host.world.target);
    host.otherPass = Optional.of("pid 4711");
    host.world.clock.sleep(Duration.ofDays(2));
    assertThatThrownBy(() -> sync(host.world.target)).isInstanceOf(RequestFailed.class);
    assertThat(observed.getLast().passes()).isInstanceOf(Passes.Occupied.class);
    assertThat(known().state()).isEqualTo(TargetState.STALE);
    assertThat(known().pass().orElseThrow().exitCode())
        .as("of the last pass; this was none")
        .isEqualTo(OF_RESULT);
  }

  @Test
  void where_no_pass_can_begin_targets_are_failing() throws Exception {
    host.world.mirror.commit("v1");
    sync(host.world.target);
    host.broken = Optional.of(Failure.operator(Step.LOCK, "no walls", "build some"));
    host.world.clock.sleep(Duration.ofMinutes(5));
    assertThatThrownBy(() -> sync(host.world.target)).isInstanceOf(RequestFailed.class);
    assertThat(observed.getLast().passes()).isInstanceOf(Passes.Impossible.class);
    assertThat(known().state()).isEqualTo(TargetState.FAILING);
    assertThat(known().pass())
        .contains(
            new Observation.ObservedPass(host.world.clock.now(), OF_REQUEST, Optional.empty()));
  }

  @Test
  void a_rehearsal_is_told_to_nobody() throws Exception {
    host.world.mirror.commit("v1");
    options = Set.of(PassRequest.Option.DRY_RUN);
    sync(host.world.target);
    assertThat(observed).isEmpty();
  }

  @Test
  void an_observer_that_fails_changes_nothing() throws Exception {
    observers.addFirst(new Failing());
    host.world.mirror.commit("v1");
    assertThat(sync(host.world.target))
        .singleElement()
        .isInstanceOfSatisfying(
            PassResult.Done.class, done -> assertThat(done.outcome().word()).isEqualTo("deployed"));
    assertThat(observed).as("the next one is told").hasSize(1);
  }

  @Test
  void a_record_that_can_t_be_read_is_failing() throws Exception {
    host.world.mirror.commit("v1");
    sync(host.world.target);
    Equipment good = host.equipment();
    int unreadable = 0;
    for (int at = 1; at < 40; at++) {
      FaultyPorts faulty = new FaultyPorts(host.world.ports(), FaultyPorts.Fault.FAIL, at);
      Equipment equipment =
          new Equipment(
              faulty.ports(),
              good.deployer(),
              good.archive(),
              good.preconditions(),
              good.lock(),
              good.inspection());
      after(equipment, List.of(host.world.target)).tell(new Passes.Made(List.of()));
      ObservedTarget told = observed.getLast().targets().getFirst();
      unreadable += told instanceof Observation.Unreadable ? 1 : 0;
      if (!faulty.hasStruck()) {
        break;
      }
      assertThat(told.state()).as(faulty.struck()).isIn(TargetState.FAILING, TargetState.GOOD);
    }
    assertThat(unreadable).isPositive();
  }

  private Observation.Known known() {
    return (Observation.Known) observed.getLast().targets().getFirst();
  }

  private List<PassResult> sync(Target target) throws RequestFailed {
    return sync(List.of(target), target);
  }

  private List<PassResult> sync(List<Target> configured, Target chosen) throws RequestFailed {
    Sync sync = new Sync(host.exclusive(), Optional.of(after(host.equipment(), configured)));
    PassRequest request = new PassRequest(Trigger.TIMER, "root", "web-arm", options);
    return sync.run(List.of(chosen), request, result -> result);
  }

  private AfterPasses after(Equipment equipment, List<Target> targets) {
    Config config = new ObservedHost().targets(targets.toArray(Target[]::new)).config();
    return new AfterPasses(config, equipment, new Codes(), observers);
  }

  private record Codes() implements AfterPasses.Codes {
    @Override
    public int of(LastPass.Result result) {
      return OF_RESULT;
    }

    @Override
    public int of(RequestFailed failed) {
      return OF_REQUEST;
    }
  }

  private final class Noting implements PassObserver {
    @Override
    public String name() {
      return "noting";
    }

    @Override
    public void passesOver(Observation observation) {
      host.asked.add("told");
      observed.add(observation);
    }
  }

  private static final class Failing implements PassObserver {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public void passesOver(Observation observation) {
      throw new IllegalStateException("a planted bug");
    }
  }
}
