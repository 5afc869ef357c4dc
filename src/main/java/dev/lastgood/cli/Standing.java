// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.History;
import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.Ports;
import dev.lastgood.deploy.Service;
import dev.lastgood.deploy.Setting;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Target;
import java.time.Duration;
import java.util.Optional;

/// How things stand with a target now: by the record, by the file, and by the service's own word.
///
/// @param target which target
/// @param record what the record says
/// @param sighting the last look at the source
/// @param carrier the newest commit known to carry the live content
/// @param drift whether the file holds what is recorded
/// @param health the service now
/// @param isolation how the last pass was isolated
record Standing(
    Target target,
    Recorded record,
    Optional<Sightings.Sighting> sighting,
    Optional<Sightings.Carrier> carrier,
    Drift drift,
    Health health,
    Optional<String> isolation) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /// What the record says.
  ///
  /// @param history all that a pass judges by
  /// @param provenance where what is live came from
  /// @param lastFailure the newest entry with a failure in it
  record Recorded(History history, Provenance provenance, Optional<Entry> lastFailure) {}

  /// The service now.
  ///
  /// @param service the service manager's word, or why it gave none
  /// @param sample the probe's word; empty when the target has no probe
  record Health(String service, Optional<Sample> sample) {
    /// Whether the probe's word is bad.
    boolean isRed() {
      return sample.map(one -> !one.green()).orElse(false);
    }
  }

  /// Looks at everything once, without the network.
  static Standing of(Ports ports, Target target, Optional<String> isolation) throws StepFailed {
    Recorded record = recorded(ports, target);
    Live live = record.provenance().live();
    Sightings sightings = ports.memory().sightings();
    return new Standing(
        target,
        record,
        sightings.last(target.source()),
        live.managed().flatMap(release -> sightings.carrier(target, release)),
        Drift.of(ports.destination(), target, live.content()),
        health(ports, target, live),
        isolation);
  }

  private static Recorded recorded(Ports ports, Target target) throws StepFailed {
    History history = ports.memory().ledger().history(target.name());
    Provenance provenance = Provenance.of(ports.memory().ledger(), target.name());
    Optional<Entry> failed =
        ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> !entry.attempt().account().failures().isEmpty());
    return new Recorded(history, provenance, failed);
  }

  private static Health health(Ports ports, Target target, Live live) {
    Consumer consumer = target.consumer();
    Setting setting =
        new Setting(
            target.name(),
            target.place().path(),
            live.origin(),
            Optional.empty(),
            Optional.empty());
    return new Health(
        service(ports.service(), consumer),
        consumer
            .probe()
            .map(ProbeSpec::question)
            .map(question -> ports.probe().sample(question, PATIENCE, setting)));
  }

  private static String service(Service service, Consumer consumer) {
    try {
      return service.state(consumer.activation()).detail();
    } catch (StepFailed e) {
      return e.failure().message();
    }
  }

  /// The one thing to know first.
  Verdict verdict() {
    Live live = record.provenance().live();
    boolean stranded =
        record
            .history()
            .newest()
            .map(entry -> Outcomes.isStranded(entry.attempt().outcome()))
            .orElse(false);
    if (stranded) {
      return new Verdict(Tone.BAD, "stranded: a person is needed now");
    }
    if (live.content().isEmpty()) {
      return new Verdict(Tone.WARN, "nothing has been deployed yet");
    }
    if (health.isRed()) {
      return new Verdict(Tone.BAD, "the service is unhealthy");
    }
    return unusual().orElseGet(() -> new Verdict(Tone.GOOD, "as it should be"));
  }

  private Optional<Verdict> unusual() {
    if (record.history().intent().isPresent()) {
      return warning("a pass is running, or was killed: the next one ends what it began");
    }
    if (drift.isWorthSaying()) {
      return warning("the file is not what is recorded as live");
    }
    if (record.history().pause().isPresent()) {
      return warning("paused");
    }
    if (tipIsQuarantined()) {
      return warning("the branch's content is in quarantine, the last good is live");
    }
    if (sighting.flatMap(Sightings.Sighting::error).isPresent()) {
      return warning("the source was not reached at the last look");
    }
    return Optional.empty();
  }

  /// As far as the record knows: whether what is in quarantine was found at the newest tip seen.
  private boolean tipIsQuarantined() {
    Optional<Candidate> newest =
        record.history().newest().flatMap(entry -> entry.attempt().movement().candidate());
    Optional<CommitId> tip = sighting.flatMap(Sightings.Sighting::tip).map(Mirror.Tip::commit);
    return newest
        .map(Candidate::release)
        .filter(found -> tip.equals(Optional.of(found.commit())))
        .map(found -> record.history().quarantine().containsKey(found.blob()))
        .orElse(false);
  }

  private static Optional<Verdict> warning(String words) {
    return Optional.of(new Verdict(Tone.WARN, words));
  }

  /// The one thing to know first.
  ///
  /// @param tone how it looks
  /// @param words what it is
  record Verdict(Tone tone, String words) {}
}
