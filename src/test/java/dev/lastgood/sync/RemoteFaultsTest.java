// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Content;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Place;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.FaultyPorts.Fault;
import dev.lastgood.testkit.MemoryLedgerRemote;
import dev.lastgood.testkit.MemoryLedgerRemote.HostRemote;
import dev.lastgood.testkit.NoLogging;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Everything that can happen at a call happens at every call of a pass that reconciles; then two
/// passes in which nothing happens. No entry of either record is lost, and the file is back.
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(NoLogging.class)
final class RemoteFaultsTest {
  private static final PushPolicy ASYNC =
      new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24));
  private static final PushPolicy SYNC = new PushPolicy(PushPolicy.Mode.SYNC, Duration.ofHours(24));

  private static final PassRequest TIMER =
      new PassRequest(Trigger.TIMER, "lastgood", "web-arm", Set.of());

  /// How the record here and its remote stand when the struck pass begins.
  enum Standing {
    EQUAL,
    AHEAD,
    BEHIND,
    BEHIND_AND_ELSEWHERE,
    LOST,
    LOST_WITH_ITS_FILE,
    APART,
    UNRELATED,
    UNRELATED_WITHOUT_A_FILE
  }

  @ParameterizedTest
  @EnumSource(Standing.class)
  void whatever_happens_at_a_call_no_entry_is_lost(Standing standing) throws StepFailed {
    int struck = 0;
    for (PushPolicy policy : new PushPolicy[] {ASYNC, SYNC}) {
      for (Place.OnDrift onDrift : Place.OnDrift.values()) {
        for (Fault fault : Fault.values()) {
          struck += strike(standing, policy, onDrift, fault);
        }
      }
    }
    assertThat(struck).as("calls that were struck").isGreaterThan(100);
  }

  private int strike(Standing standing, PushPolicy policy, Place.OnDrift onDrift, Fault fault)
      throws StepFailed {
    for (int at = 1; ; at++) {
      Scene one = new Scene();
      one.set(standing, policy);
      World host = one.host;
      host.target(host.target.source(), onDrift, host.target.consumer().probe());
      Set<EntryId> told = one.told();
      FaultyPorts faulty = new FaultyPorts(host.ports(), fault, at);
      String what = standing + ", " + onDrift + ", " + policy.mode() + ", " + fault + "@" + at;
      one.pass(faulty, fault);
      told.addAll(one.told());
      for (int again = 0; again < 3; again++) {
        host.clock.sleep(Duration.ofMinutes(1));
        host.sync();
        told.addAll(one.told());
      }
      assertThat(one.remote.entries(one.name())).as(what).containsAll(told);
      assertThat(host.remote.compare(one.name()))
          .as(what)
          .isEqualTo(new LedgerRemote.Comparison.Equal());
      assertThat(host.history().intent()).as(what).isEmpty();
      assertThat(host.live().map(text -> Content.of(text).blob()))
          .as(what + " " + host.record())
          .isPresent()
          .isEqualTo(host.history().live().content());
      if (!faulty.hasStruck()) {
        return at - 1;
      }
    }
  }

  /// Two hosts that call themselves alike, and the remote of their records. The source is out of
  /// reach.
  private static final class Scene {
    final World other = new World();
    final World host = new World(other);
    final MemoryLedgerRemote remote = new MemoryLedgerRemote();

    TargetName name() {
      return host.target.name();
    }

    Scene() {
      host.host(); // a proof of few calls
      other.host();
    }

    void set(Standing standing, PushPolicy policy) throws StepFailed {
      deploy(host, "v1");
      host.push(remote, policy);
      host.sync();
      switch (standing) {
        case EQUAL -> {}
        case AHEAD -> apart(() -> deploy(host, "v2"));
        case BEHIND -> {
          become(other);
          deploy(other, "v2");
          host.destination.write(host.target.place(), "v2");
          host.service.start();
        }
        case BEHIND_AND_ELSEWHERE -> {
          become(other);
          deploy(other, "v2");
        }
        case LOST -> host.loseState(remote, policy);
        case LOST_WITH_ITS_FILE -> {
          host.loseState(remote, policy);
          host.destination.erase(host.target.place());
        }
        case APART -> {
          become(other);
          deploy(other, "v2");
          apart(() -> deploy(host, "v3"));
        }
        case UNRELATED -> {
          host.loseState(remote, policy);
          host.destination.erase(host.target.place());
          apart(() -> deploy(host, "v3"));
        }
        case UNRELATED_WITHOUT_A_FILE -> {
          host.loseState(remote, policy);
          host.destination.erase(host.target.place());
          apart(() -> deploy(host, "bad-yaml"));
        }
      }
      host.mirror.down();
    }

    private void apart(Runnable what) {
      remote.down();
      what.run();
      remote.up();
    }

    /// The other one is a clone of this one.
    private void become(World clone) {
      clone.ledger = host.ledger.copy();
      clone.remote = ((HostRemote) host.remote).copy(clone.ledger);
      clone.destination.write(clone.target.place(), host.live().orElseThrow());
      clone.service.start();
    }

    private static void deploy(World world, String text) {
      world.mirror.commit(text);
      world.sync();
      world.clock.sleep(Duration.ofMinutes(1));
    }

    /// What may have been shown to somebody.
    Set<EntryId> told() {
      Set<EntryId> told = new HashSet<>(remote.entries(name()));
      for (World world : new World[] {host, other}) {
        world.ledger.walk(
            name(),
            entry -> {
              told.add(entry.id());
              return true;
            });
      }
      return told;
    }

    void pass(FaultyPorts faulty, Fault fault) {
      CriticalSection section = new CriticalSection();
      faulty.when(
          Fault.STOP,
          () -> {
            if (section.requestStop() == CriticalSection.Ending.AT_ONCE) {
              faulty.die();
            }
          });
      try {
        new Deployer(faulty.ports(), section).pass(host.target, TIMER);
      } catch (CriticalSection.Stopped | FaultyPorts.Killed e) {
        assertThat(fault).isIn(Fault.STOP, Fault.DIE_BEFORE, Fault.DIE_AFTER);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        assertThat(fault).isIn(Fault.BUG, Fault.OVERFLOW, Fault.EXHAUST);
      }
    }
  }
}
