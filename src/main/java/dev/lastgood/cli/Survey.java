// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.Amnesia;
import dev.lastgood.deploy.History;
import dev.lastgood.deploy.LastPass;
import dev.lastgood.deploy.Ports;
import dev.lastgood.deploy.Service;
import dev.lastgood.deploy.Setting;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Origin;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
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
    History history = ports.memory().ledger().history(target.name());
    Provenance provenance = Provenance.of(ports.memory().ledger(), target.name());
    Optional<Entry> failed =
        ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> !entry.attempt().account().failures().isEmpty());
    Optional<LastPass> pass = pass(target, history);
    Optional<Standing.Waiting> waits = waits(target, history, pass);
    Live live = history.live();
    Sightings sightings = ports.memory().sightings();
    Optional<Failure> lost = lost(target, history);
    Optional<Failure> base = lost.or(this::unusable);
    Standing.Seen seen =
        new Standing.Seen(
            sightings.last(target.source()),
            sightings.judged(target),
            live.managed().flatMap(release -> sightings.carrier(target, release)),
            pass,
            waits,
            base,
            footing.lastIsolation());
    Drift drift = Drift.of(ports.destination(), target, live.content());
    Asked asked = ask(target, history);
    Known known =
        new Known(
            new Known.Host(
                lost.isPresent()
                    ? Known.Base.FORGOTTEN
                    : base.isPresent() ? Known.Base.UNUSABLE : Known.Base.SOUND,
                drift.kind(),
                asked.word(),
                unfinished(history, pass)),
            recorded(history),
            pass.filter(one -> isAfterPause(one, history)).map(Survey::last),
            judged(target, history, seen),
            waiting(waits));
    return new Standing(
        target,
        new Standing.Recorded(history, provenance, failed),
        seen,
        drift,
        asked.health(),
        known);
  }

  /// The last pass, when it was made with this configuration; what the record knows of a later one,
  /// or of one that was forgotten, is taken from its newest entry.
  private Optional<LastPass> pass(Target target, History history) {
    String configuration = LastPass.configuration(target);
    Optional<LastPass> remembered =
        ports
            .memory()
            .sightings()
            .lastPass(target.name())
            .filter(pass -> pass.configuration().equals(configuration));
    Optional<EntryId> newest = history.newest().map(Entry::id);
    if (remembered.filter(pass -> pass.entry().equals(newest)).isPresent()) {
      return remembered;
    }
    return history
        .newest()
        .filter(entry -> remembered.isPresent() || isOf(target, entry))
        .map(entry -> told(entry, configuration, remembered.flatMap(LastPass::found)));
  }

  private static boolean isOf(Target target, Entry entry) {
    return entry
        .attempt()
        .movement()
        .candidate()
        .map(Candidate::origin)
        .filter(origin -> isOf(target, origin))
        .isPresent();
  }

  private static boolean isOf(Target target, Origin origin) {
    return origin.url().equals(target.source().remote())
        && origin.path().equals(target.path())
        && target.source().branch().map(origin.branch()::equals).orElse(true);
  }

  private static LastPass told(Entry entry, String configuration, Optional<LastPass.Find> before) {
    Optional<LastPass.Find> found =
        entry.attempt().movement().candidate().map(Standing.Waiting::found);
    return new LastPass(
        entry.at(),
        entry.at(),
        configuration,
        Optional.of(entry.id()),
        new LastPass.Result(
            LastPass.Conclusion.of(entry),
            entry.attempt().outcome().word(),
            entry.attempt().account().failures().stream().findFirst(),
            ""),
        entry.attempt().outcome() == OutcomeKind.MANUAL_ROLLBACK ? before : found);
  }

  /// What a pass came to before it was ordered to hold says nothing of the next one.
  private static boolean isAfterPause(LastPass pass, History history) {
    return history.pause().filter(pause -> !pass.at().isAfter(pause.at())).isEmpty();
  }

  private static Known.Last last(LastPass pass) {
    return new Known.Last(pass.result().conclusion(), pass.result().failure().map(Failure::remedy));
  }

  private Optional<Standing.Waiting> waits(Target target, History history, Optional<LastPass> pass)
      throws StepFailed {
    Optional<LastPass.Find> seen = pass.flatMap(LastPass::found);
    Optional<LastPass.Find> found =
        (seen.isPresent() ? seen : leftByHand(target, history))
            .filter(find -> !history.live().content().equals(Optional.of(find.blob())));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    BlobId blob = found.get().blob();
    return Optional.of(
        new Standing.Waiting(
            found.get(),
            Optional.ofNullable(history.quarantine().get(blob)),
            ports.memory().ledger().newest(target.name(), entry -> isAbout(entry, blob))));
  }

  /// What an operator went back from, when that is the newest that is known of the branch.
  private Optional<LastPass.Find> leftByHand(Target target, History history) throws StepFailed {
    Optional<BlobId> left =
        history
            .newest()
            .filter(entry -> entry.attempt().outcome() == OutcomeKind.MANUAL_ROLLBACK)
            .flatMap(entry -> entry.attempt().movement().quarantine())
            .map(Quarantine::blob);
    return left.isEmpty()
        ? Optional.empty()
        : ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> isCandidate(entry, left.get()))
            .flatMap(entry -> entry.attempt().movement().candidate())
            .map(Standing.Waiting::found);
  }

  private static boolean isCandidate(Entry entry, BlobId blob) {
    return entry
        .attempt()
        .movement()
        .candidate()
        .filter(candidate -> candidate.release().blob().equals(blob))
        .isPresent();
  }

  /// Whether an entry says why this content is not live.
  private static boolean isAbout(Entry entry, BlobId blob) {
    boolean tried =
        isCandidate(entry, blob)
            && !entry.attempt().movement().after().content().equals(Optional.of(blob));
    boolean quarantined =
        entry.attempt().movement().quarantine().filter(one -> one.blob().equals(blob)).isPresent();
    return tried || quarantined;
  }

  private static Known.Waiting waiting(Optional<Standing.Waiting> waits) {
    if (waits.isEmpty()) {
      return Known.Waiting.NOTHING;
    }
    return waits
        .get()
        .quarantine()
        .map(Quarantine::reason)
        .map(reason ->
            switch (reason) {
              case MANUAL -> Known.Waiting.ROLLED_BACK_BY_HAND;
              case REFUSED, FAILED, UNHEALTHY_BEFORE, LAST_GOOD_FAILED ->
                  Known.Waiting.IN_QUARANTINE;
            })
        .orElse(Known.Waiting.NEXT);
  }

  private static Known.Recorded recorded(History history) {
    return new Known.Recorded(
        history.live().content().isPresent(),
        history.standing(),
        history
            .newest()
            .filter(entry -> entry.attempt().outcome() == OutcomeKind.STRANDED)
            .isPresent(),
        history.pause().isPresent());
  }

  private Known.Unfinished unfinished(History history, Optional<LastPass> pass) {
    if (history.intent().isEmpty()) {
      return Known.Unfinished.NOTHING;
    }
    if (turnstile.isTaken()) {
      return Known.Unfinished.RUNNING;
    }
    // A pass that ended and left it has said why; one that was killed has not.
    Instant begun = history.intent().get().plan().circumstance().startedAt();
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
      new Amnesia(ports).refuse(target, history, ports.destination().look(target.place()));
      return Optional.empty();
    } catch (StepFailed e) {
      // What can't be read is told as such, with the file; it proves nothing of the record.
      return e.failure().step() == Step.RECOVER ? Optional.of(e.failure()) : Optional.empty();
    }
  }

  private record Asked(Standing.Health health, Known.Service word) {}

  private Asked ask(Target target, History history) {
    Consumer consumer = target.consumer();
    Setting setting = Setting.live(target, history.live());
    var sample =
        consumer
            .probe()
            .map(ProbeSpec::question)
            .map(question -> ports.probe().sample(question, PATIENCE, setting));
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
