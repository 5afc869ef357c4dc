// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way back: the last good goes in, the service is revived on it and proves itself, or a person
/// is called.
final class Retreat {
  private static final Logger LOG = LoggerFactory.getLogger(Retreat.class);

  private final Ports ports;
  private final Prover prover;
  private final Shutdown shutdown;

  Retreat(Ports ports, Prover prover, Shutdown shutdown) {
    this.ports = ports;
    this.prover = prover;
    this.shutdown = shutdown;
  }

  /// Undoes a job.
  ///
  /// @param first why; it stays the first failure of the entry whatever happens on the way
  Entry from(Job job, Failure first) throws StepFailed {
    LOG.atWarn()
        .addKeyValue("target", job.target().name())
        .addKeyValue("why", first.message())
        .log("rolling back");
    if (job.plan().fallback().isEmpty()) {
      return stranded(job, List.of(first), Optional.empty());
    }
    mark(job);
    try {
      job.does(Step.ROLL_BACK, () -> restore(job));
      return rolledBack(job, first, bringBack(job, first));
    } catch (Unproven second) {
      if (job.wasUnhealthy() && second.finding().isPresent()) {
        // It was unhealthy before we came: the old bytes are back, and that is all we owe.
        return rolledBack(job, first, second.finding().get());
      }
      return stranded(job, List.of(first, second.failure()), second.finding());
    }
  }

  /// Whether the destination still holds what it held before the job.
  boolean untouched(Job job) {
    return onDisk(job).map(Content::blob).equals(job.before().map(Content::blob));
  }

  /// Tells recovery to go on with the way back rather than to start the new content again.
  private void mark(Job job) {
    try {
      ports.memory().ledger().intend(job.plan(), Intent.Phase.ROLLING_BACK, job.intended());
    } catch (StepFailed e) {
      // A full disk must not keep the last good from going back.
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("the rollback is not marked");
    }
  }

  private Place restore(Job job) throws StepFailed {
    Place place = job.target().place();
    if (job.fallback().isEmpty()) {
      ports.destination().remove(place);
      return place;
    }
    Content last = job.fallback().get();
    if (!onDisk(job).map(Content::blob).equals(Optional.of(last.blob()))) {
      // The bytes that failed must not become the `.prev` that an operator reaches for.
      Place quiet = new Place(place.path(), place.mode(), false, place.onDrift());
      ports.destination().swap(ports.destination().stage(quiet, last));
    }
    return place;
  }

  private Prover.Finding bringBack(Job job, Failure first) throws Unproven {
    Live fallback = job.plan().fallback().orElseThrow();
    if (!job.plan().readiness().running()) {
      return Prover.Finding.carried(fallback);
    }
    Setting setting = job.setting(fallback);
    return shutdown.orPending(
        job,
        () -> {
          Service.State baseline = job.does(Step.ROLL_BACK, () -> revive(job, first, setting));
          return prover.insist(job, baseline, setting);
        });
  }

  private Service.State revive(Job job, Failure first, Setting setting) throws StepFailed {
    var activation = job.target().consumer().activation();
    boolean neverRestarted =
        first.step() == Step.ACTIVATE
            && !job.identityBefore().isEmpty()
            && ports.service().state(activation).identity().equals(job.identityBefore());
    if (!neverRestarted) {
      ports.service().revive(activation, setting);
    }
    return ports.service().state(activation);
  }

  private Entry rolledBack(Job job, Failure first, Prover.Finding finding) throws StepFailed {
    Live fallback = job.plan().fallback().orElseThrow();
    Quarantine.Reason reason =
        job.wasUnhealthy() ? Quarantine.Reason.UNHEALTHY_BEFORE : Quarantine.Reason.FAILED;
    return job.journal()
        .settle(
            OutcomeKind.ROLLED_BACK,
            job.ended(fallback, reason),
            job.evidence(finding),
            new Account(Accounts.rolledBack(job, finding), List.of(first)),
            new Ledger.Contents(job.fallback(), Optional.of(job.next())));
  }

  private Entry stranded(Job job, List<Failure> failures, Optional<Prover.Finding> finding)
      throws StepFailed {
    Optional<Content> disk = onDisk(job);
    Live after = standing(job, disk.map(Content::blob));
    boolean nextIsLive = after.equals(job.plan().movement().after());
    Prover.Finding failed =
        new Prover.Finding(
            Proof.Standing.FAILED,
            finding.map(Prover.Finding::samples).orElse(List.of()),
            finding.map(Prover.Finding::summary).orElse("the service was not proven"));
    return job.journal()
        .settle(
            OutcomeKind.STRANDED,
            job.ended(after, Quarantine.Reason.FAILED),
            job.evidence(failed),
            new Account(Accounts.stranded(job), failures),
            new Ledger.Contents(disk, nextIsLive ? Optional.empty() : Optional.of(job.next())));
  }

  private static Live standing(Job job, Optional<BlobId> disk) {
    Live next = job.plan().movement().after();
    Live back = job.plan().fallback().orElse(new Live.Nothing());
    if (disk.equals(next.content())) {
      return next;
    }
    if (disk.equals(back.content())) {
      return back;
    }
    return disk.<Live>map(Live.Foreign::new).orElse(new Live.Nothing());
  }

  private Optional<Content> onDisk(Job job) {
    try {
      return ports.destination().look(job.target().place());
    } catch (StepFailed e) {
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("destination not readable");
      return Optional.empty();
    }
  }
}
