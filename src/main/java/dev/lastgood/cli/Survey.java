// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.model.Consumer;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.CommandEnvironment;
import dev.lastgood.sync.History;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.LostRecord;
import dev.lastgood.sync.Ports;
import dev.lastgood.sync.Service;
import dev.lastgood.sync.StatusCache;
import dev.lastgood.sync.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Gathers how things stand with targets, once, without the network and without changing anything.
final class Survey {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Ports ports;
  private final Footing footing;
  private final Turnstile turnstile;

  Survey(Ports ports, Footing footing, Turnstile turnstile) {
    this.ports = ports;
    this.footing = footing;
    this.turnstile = turnstile;
  }

  /// Looks at a target.
  ///
  /// @throws StepFailed when the record can't be read
  Standing of(Target target) throws StepFailed {
    Ledger ledger = ports.memory().ledger();
    History history = ledger.history(target.name());
    Optional<Failure> lost = lost(target, history);
    Standing.Seen seen = seen(target, history, lost.or(this::unusable));
    Drift drift = Drift.of(ports.destination(), target, history.live().content());
    Asked asked = ask(target, history);
    Known.Host host =
        new Known.Host(
            base(lost, seen.base()), drift.kind(), asked.word(), unfinished(history, seen.pass()));
    return new Standing(
        target,
        new Standing.Recorded(
            history,
            Provenance.of(ledger, target.name()),
            ledger.newest(target.name(), entry -> !entry.attempt().account().failures().isEmpty())),
        seen,
        drift,
        asked.health(),
        known(target, history, seen, host));
  }

  private Standing.Seen seen(Target target, History history, Optional<Failure> base)
      throws StepFailed {
    StatusCache cache = ports.memory().cache();
    Optional<LastPass> pass = LastKnownPass.of(cache, target, history);
    return new Standing.Seen(
        cache.lastPoll(target.source()),
        cache.judged(target),
        history.live().managed().flatMap(release -> cache.carrier(target, release)),
        pass,
        new UndeployedContent(ports.memory().ledger()).of(target, history, pass),
        base,
        footing.lastIsolation());
  }

  private static Known.Base base(Optional<Failure> lost, Optional<Failure> any) {
    if (lost.isPresent()) {
      return Known.Base.FORGOTTEN;
    }
    return any.isPresent() ? Known.Base.UNUSABLE : Known.Base.SOUND;
  }

  private Known known(Target target, History history, Standing.Seen seen, Known.Host host) {
    return new Known(
        host,
        Known.Recorded.of(history),
        seen.pass().filter(pass -> LastKnownPass.isAfterPause(pass, history)).map(Known.Last::of),
        judged(target, history, seen),
        seen.waits().map(Known.Waiting::of).orElse(Known.Waiting.NOTHING));
  }

  private Known.Unfinished unfinished(History history, Optional<LastPass> pass) {
    if (history.intent().isEmpty()) {
      return Known.Unfinished.NOTHING;
    }
    if (turnstile.isTaken()) {
      return Known.Unfinished.RUNNING;
    }
    // A pass that ended and left it has said why; one that was killed has not.
    Instant begun = history.intent().get().plan().run().startedAt();
    return pass.filter(one -> one.at().isAfter(begun)).isPresent()
        ? Known.Unfinished.NOTHING
        : Known.Unfinished.KILLED;
  }

  /// The budget counts from the last time the branch was judged; a time to come counts as never.
  private Known.Judged judged(Target target, History history, Standing.Seen seen) {
    if (seen.pass().isEmpty()) {
      return Known.Judged.NEVER;
    }
    Instant now = ports.time().now();
    Duration since =
        seen.judged()
            .filter(at -> !at.isAfter(now))
            .or(() -> history.newest().map(Entry::at).filter(at -> !at.isAfter(now)))
            .map(at -> Duration.between(at, now))
            .orElse(target.source().policy().staleAfter().plusSeconds(1));
    return since.compareTo(target.source().policy().staleAfter()) > 0
        ? Known.Judged.TOO_LONG_AGO
        : Known.Judged.IN_TIME;
  }

  private Optional<Failure> unusable() {
    try {
      footing.demandGround();
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

  private record Asked(Standing.Health health, Known.Service word) {}

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
      return new Asked(new Standing.Health(state.detail(), sample), word(state.phase(), red));
    } catch (StepFailed e) {
      return new Asked(
          new Standing.Health(e.failure().message(), sample),
          red ? Known.Service.ILL : Known.Service.HEALTHY);
    }
  }

  private static Known.Service word(Service.Phase phase, boolean red) {
    return switch (phase) {
      case FAILED -> Known.Service.ILL;
      case STOPPED -> red ? Known.Service.STOPPED : Known.Service.HEALTHY;
      case ACTIVE, STARTING, STOPPING, UNOBSERVED ->
          red ? Known.Service.ILL : Known.Service.HEALTHY;
    };
  }
}
