// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Account;
import dev.lastgood.model.Activation;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second half of a pass: from the intent on it ends proven, undone, or stranded, whatever is
/// thrown in it by whomever. Only death leaves it earlier, and the next pass goes on from there.
final class Rollout {
  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  private final Ports ports;
  private final CriticalSection section;
  private final Journal journal;
  private final Preflight preflight;
  private final Prover prover;
  private final Shutdown shutdown;
  private final Restoration restoration;
  private final Retreat retreat;

  Rollout(Ports ports, CriticalSection section, Journal journal) {
    this.ports = ports;
    this.section = section;
    this.journal = journal;
    this.preflight = new Preflight(ports);
    this.prover = new Prover(ports);
    this.shutdown = new Shutdown(ports, section);
    this.restoration = new Restoration(ports);
    this.retreat = new Retreat(ports, prover, shutdown, restoration);
  }

  /// Ends what a killed pass left. Killed in here, the next pass finds the same intent again.
  Outcome goOn(History history, Intent intent) throws StepFailed {
    return journal.timed(
        Step.RECOVER, () -> new Recovery(ports, this).settle(journal, history, intent));
  }

  /// Puts the live content back over what stands there.
  Outcome heal(History history, Optional<Content> disk) throws StepFailed {
    return new Upkeep(ports, this).heal(journal, history, disk);
  }

  /// Makes the proof that is owed, when one is owed and the service runs.
  ///
  /// @return what came of it; empty when nothing was owed, or nothing could be learnt
  Optional<Outcome> prove(History history) throws StepFailed {
    return new Upkeep(ports, this).prove(journal, history);
  }

  /// Records the intent, swaps the staged file in, and sees it through.
  ///
  /// @param before the bytes at the destination now
  /// @throws StepFailed when the file could not be swapped in: nothing happened, and what the
  ///   record says of the live content stands
  Outcome deploy(Plan plan, Destination.Staged staged, Optional<Content> before) throws StepFailed {
    String identity = ready(journal.target(), plan, staged).identity();
    Job job =
        new Job(journal, plan, staged.content(), before, recorded(plan, plan.fallback()), identity);
    return across(() -> {
      journal.timed(
          Step.INTEND, () -> ledger().intend(plan, Intent.Phase.SWAPPING, job.intended()));
      return swapAndProve(job, staged);
    });
  }

  /// The service as it is, when the host lets all of the plan happen; else the staged file goes.
  private Service.State ready(Target target, Plan plan, Destination.Staged staged)
      throws StepFailed {
    try {
      preflight.require(target, plan.readiness());
      return state(target);
    } catch (StepFailed e) {
      ports.destination().discard(staged);
      throw e;
    }
  }

  /// Goes on with a plan whose swap has happened already.
  Outcome resume(Plan plan) throws StepFailed {
    Job job = recordedJob(plan);
    return across(() -> prove(job, OutcomeKind.RECOVERED, () -> bringUp(job)));
  }

  /// Proves what is live already, without activating it, and goes back when that fails.
  ///
  /// No intent is written before the proof: killed in it, the proof is still pending.
  Outcome proveLive(Plan plan, Service.State baseline) throws StepFailed {
    preflight.require(journal.target(), plan.readiness());
    Job job = recordedJob(plan);
    CommandEnvironment environment = job.environment(plan.change().after());
    return across(() ->
        prove(
            job,
            OutcomeKind.DEPLOYED,
            () -> shutdown.orPending(job, () -> prover.insist(job, baseline, environment))));
  }

  /// Goes on with the way back.
  Outcome undo(Plan plan, Failure why) throws StepFailed {
    Job job = recordedJob(plan);
    return across(() -> retreat.from(job, why));
  }

  private Outcome across(Journal.Work<Outcome> secondHalf) throws StepFailed {
    section.enter();
    boolean _ =
        Thread.interrupted(); // one from before the section must not close this side's files
    try {
      return secondHalf.done();
    } finally {
      section.leave();
    }
  }

  private Outcome swapAndProve(Job job, Destination.Staged staged) throws StepFailed {
    Optional<Failure> failure = swap(job, staged);
    if (failure.isEmpty()) {
      LOG.atInfo().addKeyValue("target", job.target().name()).log("swapped in");
      return prove(job, success(job.plan().purpose()), () -> bringUp(job));
    }
    restoration.discard(job, staged);
    if (restoration.isSwappedIn(job)) {
      return retreat.from(job, failure.get());
    }
    retreat.withdraw(job);
    throw new StepFailed(failure.get());
  }

  private Optional<Failure> swap(Job job, Destination.Staged staged) {
    try {
      return job.does(
          Step.SWAP,
          () -> {
            refuseWhatCameMeanwhile(job);
            ports.destination().swap(staged);
            return Optional.empty();
          });
    } catch (Unproven e) {
      return Optional.of(e.failure());
    }
  }

  /// What somebody put there since the destination was looked at would be lost.
  private void refuseWhatCameMeanwhile(Job job) throws StepFailed {
    Optional<BlobId> now =
        ports.destination().look(job.target().place()).map(content -> content.blob());
    if (!now.equals(job.before().map(Content::blob))) {
      throw new StepFailed(
          Failure.retry(
              Step.SWAP,
              job.target().place().path() + " was changed by somebody else during this pass",
              "nothing is lost: the next pass looks at it first"));
    }
  }

  /// Records what a proof came to; no proof means the way back.
  private Outcome prove(Job job, OutcomeKind kind, Shutdown.Attempted proving) throws StepFailed {
    Proof proof;
    try {
      proof = job.guards(proving);
    } catch (Unproven e) {
      return retreat.from(job, e.failure());
    }
    return new Outcome.Settled(
        settle(job, kind, restoration.onWhatIsThere(job, proof, Optional.of(job.next()))));
  }

  /// Makes the service read the file and watches it.
  private Proof bringUp(Job job) throws Unproven {
    if (!job.plan().readiness().running()) {
      return Prover.NOT_RUNNING;
    }
    return shutdown.orPending(
        job,
        () -> {
          Activation activation = job.target().consumer().activation();
          CommandEnvironment environment = job.environment(job.plan().change().after());
          Service.State baseline =
              job.does(
                  Step.ACTIVATE,
                  () -> {
                    ports.service().activate(activation, environment);
                    return ports.service().state(activation);
                  });
          LOG.atInfo().addKeyValue("target", job.target().name()).log("activated, proving");
          return prover.insist(job, baseline, environment);
        });
  }

  private Entry settle(Job job, OutcomeKind kind, Proof proof) throws StepFailed {
    Plan plan = job.plan();
    return job.settle(
        kind,
        plan.change(),
        proof,
        new Account(Accounts.success(plan, proof), List.of()),
        new Ledger.Contents(Optional.of(job.next()), job.overwritten()));
  }

  private Job recordedJob(Plan plan) throws StepFailed {
    Content next = recorded(plan, Optional.of(plan.change().after())).orElseThrow();
    return new Job(
        journal,
        plan,
        next,
        recorded(plan, Optional.of(plan.change().before())),
        recorded(plan, plan.fallback()),
        "");
  }

  private Optional<Content> recorded(Plan plan, Optional<Live> live) throws StepFailed {
    var blob = live.flatMap(Live::content);
    return blob.isEmpty()
        ? Optional.empty()
        : Optional.of(ledger().content(plan.target(), blob.get()));
  }

  private Ledger ledger() {
    return ports.memory().ledger();
  }

  private Service.State state(Target target) throws StepFailed {
    return ports.service().state(target.consumer().activation());
  }

  private static OutcomeKind success(Plan.Purpose purpose) {
    return switch (purpose) {
      case DEPLOY -> OutcomeKind.DEPLOYED;
      case HEAL -> OutcomeKind.DRIFT_HEALED;
      case RECOVER -> OutcomeKind.RECOVERED;
      case MANUAL_ROLLBACK -> OutcomeKind.MANUAL_ROLLBACK;
    };
  }
}
