// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a host that goes down in the middle of a proof leaves behind.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ShutdownTest {
  private final World world = new World();
  private final CriticalSection section = new CriticalSection();

  @BeforeEach
  void runs_on_something() {
    world.mirror.commit("v1");
    world.sync();
  }

  /// The host goes down so long after the swap, and tells the pass.
  private void down(Duration after, Duration told) {
    world.clock.after(after, world.service::goDown);
    world.clock.after(told, section::requestStop);
  }

  private Entry pass() {
    return ((Outcome.Settled) world.sync(section)).entry();
  }

  @ParameterizedTest
  @CsvSource({"PT1S", "PT2.1S", "PT3.2S"})
  void the_content_stays_and_is_proven_after_the_boot(Duration told) {
    world.mirror.commit("v2");
    down(ofSeconds(2), told);

    Entry entry = pass();

    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.PENDING);
    assertThat(world.live()).contains("v2");
    assertThat(world.history().quarantine()).isEmpty();

    world.service.start();
    world.sync();

    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(world.record()).containsExactly("deployed", "deployed", "deployed");
  }

  @Test
  void content_that_fails_after_the_boot_is_rolled_back_then() {
    world.mirror.commit("frozen");
    down(ofSeconds(2), ofSeconds(1));
    pass();

    world.service.start();
    world.sync();

    assertThat(world.record()).containsExactly("deployed", "deployed", "rolled-back");
    assertThat(world.live()).contains("v1");
  }

  @Test
  void a_signal_does_not_excuse_content_that_the_service_fails_on() {
    world.mirror.commit("frozen");
    world.clock.after(ofSeconds(2), section::requestStop);

    Entry entry = pass();

    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(world.history().quarantine()).hasSize(1);
  }

  @Test
  void a_service_that_ends_by_itself_is_no_shutdown() {
    world.mirror.commit("v2");
    world.clock.after(ofSeconds(2), world.service::exit);

    Entry entry = pass();

    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
  }

  @Test
  void a_rollback_that_it_meets_is_a_rollback_with_a_proof_to_come() {
    world.mirror.commit("frozen");
    down(ofSeconds(62), ofSeconds(61));

    Entry entry = pass();

    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.PENDING);
    assertThat(world.live()).contains("v1");
    assertThat(world.history().quarantine()).hasSize(1);

    world.service.start();
    world.sync();

    assertThat(world.history().standing()).isEqualTo(Proof.Standing.PASSED);
  }

  /// A terminal's Ctrl-C goes to everything that was started from it.
  @Test
  void an_activation_that_the_signal_ended_too_is_made_once_more() {
    world.mirror.commit("v2");
    Interrupted service = new Interrupted();

    Entry entry = pass(service);

    assertThat(entry.attempt().outcome()).isEqualTo(OutcomeKind.DEPLOYED);
    assertThat(entry.attempt().evidence().proof().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(world.history().quarantine()).isEmpty();
    assertThat(service.activations).isEqualTo(2);
  }

  @Test
  void one_that_fails_again_is_rolled_back() {
    world.mirror.commit("refuse-start");
    Interrupted service = new Interrupted();

    assertThat(pass(service).attempt().outcome()).isEqualTo(OutcomeKind.ROLLED_BACK);
    assertThat(service.activations).isEqualTo(2);
  }

  @Test
  void whatever_is_thrown_after_the_swap_leads_back() {
    for (Error thrown :
        List.of(
            new StackOverflowError(),
            new OutOfMemoryError(),
            new NoClassDefFoundError("x"),
            new AssertionError("x"))) {
      world.mirror.commit("v " + thrown);
      Service broken =
          new Around() {
            @Override
            public void activate(Activation activation, CommandEnvironment environment) {
              throw thrown;
            }
          };

      assertThat(pass(broken).attempt().outcome())
          .as(thrown.toString())
          .isEqualTo(OutcomeKind.ROLLED_BACK);
      assertThat(world.live()).contains("v1");
    }
  }

  @Test
  void an_interrupt_from_before_the_swap_is_not_met_after_it() {
    world.mirror.commit("v2");
    Around asked =
        new Around() {
          @Override
          public void activate(Activation activation, CommandEnvironment environment)
              throws StepFailed {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            super.activate(activation, environment);
          }
        };
    Thread.currentThread().interrupt();

    assertThat(pass(asked).attempt().outcome()).isEqualTo(OutcomeKind.DEPLOYED);
  }

  private Entry pass(Service service) {
    Ports real = world.ports();
    Ports ports =
        new Ports(
            real.mirror(),
            real.destination(),
            real.checks(),
            service,
            real.probe(),
            real.memory(),
            real.time());
    PassRequest request = new PassRequest(Trigger.TIMER, "lastgood", "web-arm", Set.of());
    Outcome outcome = new Deployer(ports, section).pass(world.target, request).outcome();
    return ((Outcome.Settled) outcome).entry();
  }

  /// The service, as it is.
  private class Around implements Service {
    @Override
    public void requireReady(Activation activation) throws StepFailed {
      world.service.requireReady(activation);
    }

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
      world.service.revive(activation, environment);
    }
  }

  /// The first activation meets the signal.
  private final class Interrupted extends Around {
    private int activations;

    @Override
    public void activate(Activation activation, CommandEnvironment environment) throws StepFailed {
      if (activations++ == 0) {
        section.requestStop();
        throw new StepFailed(
            Failure.newCommit(Step.ACTIVATE, "systemctl was ended by signal 2", "none"));
      }
      super.activate(activation, environment);
    }
  }

  @Test
  void nothing_crosses_once_a_signal_waits() {
    section.enter();
    assertThat(section.requestStop()).isEqualTo(CriticalSection.Ending.WHEN_LEFT);
    section.leave();

    assertThatThrownBy(section::enter).isInstanceOf(CriticalSection.Stopped.class);
    assertThat(section.requestStop()).isEqualTo(CriticalSection.Ending.WHEN_SAID);
  }
}
