// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.World;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(20)
final class StopSignalTest {
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final StopSignal signal = new StopSignal(() -> ended.add("at once"));

  @Test
  void before_the_swap_it_ends_the_process_at_once() {
    signal.arrived();
    assertThat(ended).containsExactly("at once");
  }

  @Test
  void a_process_that_ends_by_itself_keeps_its_own_code() {
    signal.finished();
    signal.arrived();
    assertThat(ended).isEmpty();
  }

  @Test
  void after_the_swap_it_waits_until_the_pass_has_said_what_it_did() throws Exception {
    World world = new World();
    world.mirror.commit("bucket_definitions: {}\n");
    Gate gate = new Gate(world.service);
    BlockingQueue<Outcome> outcome = new LinkedBlockingQueue<>();
    Thread pass = Thread.ofPlatform().start(() -> outcome.add(run(world, gate)));
    gate.activating.await();
    Thread hook = Thread.ofPlatform().start(signal::arrived);
    assertThat(ended.poll(300, TimeUnit.MILLISECONDS)).as("ended within the pass").isNull();
    gate.open.countDown();
    pass.join();
    assertThat(ended.poll(300, TimeUnit.MILLISECONDS)).as("ended before it is said").isNull();
    signal.finished();
    hook.join();
    assertThat(ended).as("it ends by itself, with a code of its own").isEmpty();
    assertThat(outcome.remove().word()).isEqualTo("deployed");
    assertThat(world.live()).contains("bucket_definitions: {}\n");
  }

  @Test
  void after_a_pass_that_swapped_it_waits_for_what_is_said() throws Exception {
    World world = new World();
    world.mirror.commit("bucket_definitions: {}\n");
    Gate gate = new Gate(world.service);
    gate.open.countDown();
    run(world, gate);
    Thread hook = Thread.ofPlatform().start(signal::arrived);
    assertThat(ended.poll(300, TimeUnit.MILLISECONDS)).as("ended before it is said").isNull();
    signal.finished();
    hook.join();
    assertThat(ended).isEmpty();
  }

  @Test
  void an_impatient_second_one_changes_nothing() {
    signal.arrived();
    signal.arrived();
    assertThat(ended).containsExactly("at once");
  }

  @Test
  void no_further_pass_begins_to_swap() throws Exception {
    World world = new World();
    world.mirror.commit("bucket_definitions: {}\n");
    signal.arrived();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> run(world, new Gate(world.service)))
        .isInstanceOf(CriticalSection.Stopped.class);
    assertThat(world.live()).isEmpty();
  }

  private Outcome run(World world, Gate gate) {
    Ports simulated = world.ports();
    Ports ports =
        new Ports(
            simulated.mirror(),
            simulated.destination(),
            simulated.checks(),
            gate,
            simulated.probe(),
            simulated.memory(),
            simulated.time());
    PassRequest request = new PassRequest(Trigger.MANUAL, "jane", "web-arm", Set.of());
    return new Deployer(ports, signal.section()).pass(world.target, request).outcome();
  }

  /// A service whose activation waits until it may go on.
  private static final class Gate implements Service {
    private final Service behind;
    private final CountDownLatch activating = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Gate(Service behind) {
      this.behind = behind;
    }

    @Override
    public State state(Activation activation) throws StepFailed {
      return behind.state(activation);
    }

    @Override
    public void requireReady(Activation activation) throws StepFailed {
      behind.requireReady(activation);
    }

    @Override
    public void activate(Activation activation, CommandEnvironment environment) throws StepFailed {
      activating.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      behind.activate(activation, environment);
    }

    @Override
    public void revive(Activation activation, CommandEnvironment environment) throws StepFailed {
      behind.revive(activation, environment);
    }
  }
}
