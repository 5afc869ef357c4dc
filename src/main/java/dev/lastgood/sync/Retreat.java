// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Account;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way back: the last good bytes, the service on them, and a proof of that.
///
/// No failure of marking, recording or looking keeps the last good from going back.
final class Retreat {
  private static final Logger LOG = LoggerFactory.getLogger(Retreat.class);

  private final Ports ports;
  private final Prover prover;
  private final Shutdown shutdown;
  private final Restoration restoration;
  private final QuarantineRule quarantine;

  Retreat(Ports ports, Prover prover, Shutdown shutdown, Restoration restoration) {
    this.ports = ports;
    this.prover = prover;
    this.shutdown = shutdown;
    this.restoration = restoration;
    this.quarantine = new QuarantineRule(ports);
  }

  /// Undoes a job.
  ///
  /// @param first why; it stays the first failure of the entry whatever happens on the way
  /// @throws StepFailed when it is undone, and that could not be recorded
  Outcome from(Job job, Failure first) throws StepFailed {
    LOG.atWarn()
        .addKeyValue("target", job.target().name())
        .addKeyValue("why", first.message())
        .log("rolling back");
    if (job.plan().fallback().isEmpty()) {
      return stranded(job, List.of(first), Optional.empty(), Optional.empty());
    }
    mark(job, first);
    Optional<Failure> restoring = restoration.restore(job);
    List<Failure> failures = Stream.concat(Stream.of(first), restoring.stream()).toList();
    if (restoring.isPresent() && !restoration.isRestored(job)) {
      return stranded(job, failures, Optional.empty(), quarantine.alone(job, first));
    }
    Proof proof;
    try {
      proof = job.guards(() -> bringBack(job, first));
    } catch (Unproven second) {
      if (job.wasUnhealthy() && second.proof().isPresent()) {
        // As unhealthy as it was before we came: the old bytes are back, a person is called.
        return rolledBack(job, failures, second.proof().get(), quarantine.alone(job, first));
      }
      return stranded(
          job,
          Stream.concat(failures.stream(), Stream.of(second.failure())).toList(),
          second.proof(),
          quarantine.withLastGood(job, first));
    }
    return rolledBack(
        job,
        failures,
        restoration.onWhatIsThere(job, proof, job.toRestore()),
        quarantine.alone(job, first));
  }

  /// Takes the intent back: nothing of what it announced has happened.
  void withdraw(Job job) {
    try {
      job.does(
          Step.SETTLE,
          () -> {
            ports.memory().ledger().withdraw(job.plan().target());
            return job;
          });
    } catch (Unproven e) {
      // The next pass finds it, and records that nothing had been touched.
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("the intent stays");
    }
  }

  /// Tells recovery to go on with the way back rather than to start the new content again.
  private void mark(Job job, Failure first) {
    try {
      job.does(
          Step.INTEND,
          () ->
              ports
                  .memory()
                  .ledger()
                  .intend(job.plan().undoneOver(first), Intent.Phase.ROLLING_BACK, job.intended()));
    } catch (Unproven e) {
      // A full disk must not keep the last good from going back.
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("the rollback is not marked");
    }
  }

  private Proof bringBack(Job job, Failure first) throws Unproven {
    Live fallback = job.plan().fallback().orElseThrow();
    if (!job.plan().readiness().running()) {
      return fallback.content().isPresent()
          ? Prover.NOT_RUNNING
          : new Proof(Proof.Standing.NONE, List.of(), "the service is not running");
    }
    CommandEnvironment environment = job.environment(fallback);
    var activation = job.target().consumer().activation();
    return shutdown.orPending(
        job,
        () -> {
          boolean untouched = job.does(Step.ROLL_BACK, () -> isUntouched(job, first));
          Service.State baseline =
              job.does(
                  Step.ROLL_BACK,
                  () -> {
                    if (!untouched) {
                      ports.service().revive(activation, environment);
                    }
                    return ports.service().state(activation);
                  });
          Proof proof = prover.insist(job, baseline, environment);
          // A file that was found may have been written after the service's start.
          boolean assumed = untouched && fallback instanceof Live.Foreign;
          return assumed && proof.standing() == Proof.Standing.PASSED
              ? proof.as(Proof.Standing.ASSUMED, proof.summary())
              : proof;
        });
  }

  /// Whether the service was not restarted by the activation that failed: it runs on the old bytes.
  private boolean isUntouched(Job job, Failure first) throws StepFailed {
    return first.step() == Step.ACTIVATE
        && !job.identityBefore().isEmpty()
        && ports
            .service()
            .state(job.target().consumer().activation())
            .identity()
            .equals(job.identityBefore());
  }

  private Outcome rolledBack(
      Job job, List<Failure> failures, Proof proof, Optional<Quarantine.Reason> verdict)
      throws StepFailed {
    Live fallback = job.plan().fallback().orElseThrow();
    if (verdict.isEmpty() && told(job, OutcomeKind.ROLLED_BACK, fallback, failures).isPresent()) {
      withdraw(job);
      return new Outcome.Failed(fallback, failures.getFirst());
    }
    return new Outcome.Settled(
        job.settle(
            OutcomeKind.ROLLED_BACK,
            job.ended(fallback, verdict),
            proof,
            new Account(Accounts.rolledBack(job, proof, verdict.isPresent()), failures),
            new Ledger.Contents(job.fallback(), Optional.of(job.next()))));
  }

  /// The newest entry but for refusals, when it says the same. What every pass meets again is
  /// recorded once.
  private Optional<Entry> told(Job job, OutcomeKind outcome, Live after, List<Failure> failures)
      throws StepFailed {
    return ports
        .memory()
        .ledger()
        .newest(job.plan().target(), entry -> entry.attempt().outcome() != OutcomeKind.REFUSED)
        .filter(told -> told.attempt().outcome() == outcome)
        .filter(told -> told.attempt().change().after().equals(after))
        .filter(told -> release(told.attempt().change()).equals(release(job.plan().change())))
        .filter(told -> last(told.attempt().account().failures()).equals(last(failures)));
  }

  private static Optional<String> last(List<Failure> failures) {
    return failures.isEmpty() ? Optional.empty() : Optional.of(failures.getLast().message());
  }

  private static Optional<Release> release(Change change) {
    return change.candidate().map(Candidate::release);
  }

  private Outcome stranded(
      Job job, List<Failure> failures, Optional<Proof> proof, Optional<Quarantine.Reason> verdict) {
    Optional<Content> disk = restoration.onDisk(job);
    Live after = standing(job, disk);
    Proof failed =
        new Proof(
            Proof.Standing.FAILED,
            proof.map(Proof::samples).orElse(List.of()),
            proof.map(Proof::summary).orElse("the service was not proven"));
    try {
      Optional<Entry> told = told(job, OutcomeKind.STRANDED, after, failures);
      if (told.isPresent()) {
        withdraw(job);
        return new Outcome.Settled(told.get());
      }
      return new Outcome.Settled(
          job.settle(
              OutcomeKind.STRANDED,
              job.ended(after, verdict),
              failed,
              new Account(Accounts.stranded(job), failures),
              new Ledger.Contents(after.content().flatMap(_ -> disk), job.triedInVain(after))));
    } catch (StepFailed e) {
      // The intent is left: the next pass goes on from there. A person is needed all the same.
      return new Outcome.Stranded(
          after, Stream.concat(failures.stream(), Stream.of(e.failure())).toList());
    }
  }

  private static Live standing(Job job, Optional<Content> disk) {
    Live next = job.plan().change().after();
    Live back = job.plan().fallback().orElse(new Live.Nothing());
    if (disk.equals(Optional.of(job.next()))) {
      return next;
    }
    if (disk.equals(job.toRestore())) {
      return back;
    }
    return disk.<Live>map(found -> new Live.Foreign(found.blob())).orElse(new Live.Nothing());
  }
}
