// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Consumer;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.CommandEnvironment;
import dev.lastgood.sync.History;
import dev.lastgood.sync.HostPreconditions;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.Lock;
import dev.lastgood.sync.LostRecord;
import dev.lastgood.sync.Ports;
import dev.lastgood.sync.Service;
import dev.lastgood.sync.StatusCache;
import dev.lastgood.sync.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Gathers how things stand with targets, once, without the network and without changing anything.
public final class Status {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Ports ports;
  private final HostPreconditions preconditions;
  private final Lock lock;

  public Status(Ports ports, HostPreconditions preconditions, Lock lock) {
    this.ports = ports;
    this.preconditions = preconditions;
    this.lock = lock;
  }

  /// Looks at a target.
  ///
  /// @throws StepFailed when the record can't be read
  public TargetStatus of(Target target) throws StepFailed {
    Ledger ledger = ports.memory().ledger();
    History history = ledger.history(target.name());
    Optional<Failure> lost = lost(target, history);
    TargetStatus.Seen seen = seen(target, history, lost.or(this::unusable));
    Drift drift = Drift.of(ports.destination(), target, history.live().content());
    Asked asked = ask(target, history);
    StateFacts.Host host =
        new StateFacts.Host(
            base(lost, seen.base()), drift.kind(), asked.word(), unfinished(history, seen.pass()));
    return new TargetStatus(
        target,
        new TargetStatus.Recorded(
            history,
            DeployedFile.of(ledger, target.name()),
            ledger.newest(target.name(), entry -> !entry.attempt().account().failures().isEmpty())),
        seen,
        drift,
        asked.health(),
        known(target, history, seen, host));
  }

  private TargetStatus.Seen seen(Target target, History history, Optional<Failure> base)
      throws StepFailed {
    StatusCache cache = ports.memory().cache();
    Optional<LastPass> pass = LastKnownPass.of(cache, target, history);
    return new TargetStatus.Seen(
        cache.lastPoll(target.source()),
        cache.judged(target),
        history.live().managed().flatMap(release -> cache.carrier(target, release)),
        pass,
        new BranchStatus(ports.memory().ledger()).of(target, history, pass),
        base,
        preconditions.lastIsolation());
  }

  private static StateFacts.Base base(Optional<Failure> lost, Optional<Failure> any) {
    if (lost.isPresent()) {
      return StateFacts.Base.FORGOTTEN;
    }
    return any.isPresent() ? StateFacts.Base.UNUSABLE : StateFacts.Base.SOUND;
  }

  private StateFacts known(
      Target target, History history, TargetStatus.Seen seen, StateFacts.Host host) {
    return new StateFacts(
        host,
        StateFacts.Recorded.of(history),
        seen.pass()
            .filter(pass -> LastKnownPass.isAfterPause(pass, history))
            .map(StateFacts.Last::of),
        judged(target, history, seen),
        seen.waits().map(StateFacts.Waiting::of).orElse(StateFacts.Waiting.NOTHING));
  }

  private StateFacts.Unfinished unfinished(History history, Optional<LastPass> pass) {
    if (history.intent().isEmpty()) {
      return StateFacts.Unfinished.NOTHING;
    }
    if (lock.isHeld()) {
      return StateFacts.Unfinished.RUNNING;
    }
    // A pass that ended and left it has said why; one that was killed has not.
    Instant begun = history.intent().get().plan().run().startedAt();
    return pass.filter(one -> one.at().isAfter(begun)).isPresent()
        ? StateFacts.Unfinished.NOTHING
        : StateFacts.Unfinished.KILLED;
  }

  /// The budget counts from the last time the branch was judged; a time to come counts as never.
  private StateFacts.Judged judged(Target target, History history, TargetStatus.Seen seen) {
    if (seen.pass().isEmpty()) {
      return StateFacts.Judged.NEVER;
    }
    Instant now = ports.time().now();
    Duration since =
        seen.judged()
            .filter(at -> !at.isAfter(now))
            .or(() -> history.newest().map(Entry::at).filter(at -> !at.isAfter(now)))
            .map(at -> Duration.between(at, now))
            .orElse(target.source().policy().staleAfter().plusSeconds(1));
    return since.compareTo(target.source().policy().staleAfter()) > 0
        ? StateFacts.Judged.TOO_LONG_AGO
        : StateFacts.Judged.IN_TIME;
  }

  private Optional<Failure> unusable() {
    try {
      preconditions.demandStateDirectory();
      return Optional.empty();
    } catch (StepFailed e) {
      return Optional.of(e.failure());
    }
  }

  private Optional<Failure> lost(Target target, History history) {
    try {
      new LostRecord(ports).refuse(target, history, ports.destination().look(target.place()));
      return Optional.empty();
    } catch (StepFailed e) {
      // What can't be read is told as such, with the file; it proves nothing of the record.
      return e.failure().step() == Step.RECOVER ? Optional.of(e.failure()) : Optional.empty();
    }
  }

  private record Asked(TargetStatus.Health health, StateFacts.Service word) {}

  private Asked ask(Target target, History history) {
    Consumer consumer = target.consumer();
    CommandEnvironment environment = CommandEnvironment.live(target, history.live());
    var sample =
        consumer
            .probe()
            .map(ProbeSpec::question)
            .map(question -> ports.probe().sample(question, PATIENCE, environment));
    boolean red = sample.map(one -> !one.green()).orElse(false);
    try {
      Service.State state = ports.service().state(consumer.activation());
      return new Asked(new TargetStatus.Health(state.detail(), sample), word(state.phase(), red));
    } catch (StepFailed e) {
      return new Asked(
          new TargetStatus.Health(e.failure().message(), sample),
          red ? StateFacts.Service.ILL : StateFacts.Service.HEALTHY);
    }
  }

  private static StateFacts.Service word(Service.Phase phase, boolean red) {
    return switch (phase) {
      case FAILED -> StateFacts.Service.ILL;
      case STOPPED -> red ? StateFacts.Service.STOPPED : StateFacts.Service.HEALTHY;
      case ACTIVE, STARTING, STOPPING, UNOBSERVED ->
          red ? StateFacts.Service.ILL : StateFacts.Service.HEALTHY;
    };
  }
}
