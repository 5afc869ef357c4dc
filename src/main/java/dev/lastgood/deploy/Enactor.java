// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Account;
import dev.lastgood.model.Activation;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Movement;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second half of a pass: from the intent on, every way out is proven, undone, or stranded.
///
/// Killed anywhere in here, the intent is on disk and [Recovery] continues with [#resume] or
/// [#undo]. What still throws is a ledger that cannot be written; then the intent stays, and so
/// does the work for the next pass.
final class Enactor {
  private static final Logger LOG = LoggerFactory.getLogger(Enactor.class);

  private final Ports ports;
  private final PointOfNoReturn seam;
  private final Prover prover;
  private final Shutdown shutdown;
  private final Retreat retreat;

  Enactor(Ports ports, PointOfNoReturn seam) {
    this.ports = ports;
    this.seam = seam;
    this.prover = new Prover(ports);
    this.shutdown = new Shutdown(ports, seam);
    this.retreat = new Retreat(ports, prover, shutdown);
  }

  /// Records the intent, swaps the staged file in, and sees it through.
  ///
  /// @param before the bytes at the destination now
  Entry enact(Journal journal, Plan plan, Destination.Staged staged, Optional<Content> before)
      throws StepFailed {
    String identity = state(journal.target()).identity();
    Job job =
        new Job(journal, plan, staged.content(), before, recorded(plan, plan.fallback()), identity);
    return across(() -> {
      journal.timed(
          Step.INTEND, () -> ledger().intend(plan, Intent.Phase.SWAPPING, job.intended()));
      return swapAndProve(job, staged);
    });
  }

  /// Goes on with a plan whose swap has happened already.
  Entry resume(Journal journal, Plan plan) throws StepFailed {
    Job job = recordedJob(journal, plan);
    return across(() -> {
      try {
        return settle(job, OutcomeKind.RECOVERED, bringUp(job));
      } catch (Unproven e) {
        return retreat.from(job, e.failure());
      }
    });
  }

  /// Proves what is live already, without activating it, and goes back when that fails.
  ///
  /// No intent is written before the proof: killed in it, the proof is still pending.
  Entry proveLive(Journal journal, Plan plan, Service.State baseline) throws StepFailed {
    Job job = recordedJob(journal, plan);
    return across(() -> {
      try {
        Setting setting = job.setting(plan.movement().after());
        return settle(
            job,
            OutcomeKind.DEPLOYED,
            shutdown.orPending(job, () -> prover.insist(job, baseline, setting)));
      } catch (Unproven e) {
        return retreat.from(job, e.failure());
      }
    });
  }

  /// Goes on with the way back.
  Entry undo(Journal journal, Plan plan, Failure why) throws StepFailed {
    Job job = recordedJob(journal, plan);
    return across(() -> retreat.from(job, why));
  }

  private Entry across(Journal.Work<Entry> secondHalf) throws StepFailed {
    seam.cross();
    try {
      return secondHalf.done();
    } finally {
      seam.back();
    }
  }

  private Entry swapAndProve(Job job, Destination.Staged staged) throws StepFailed {
    try {
      job.does(
          Step.SWAP,
          () -> {
            ports.destination().swap(staged);
            return staged;
          });
      LOG.atInfo().addKeyValue("target", job.target().name()).log("swapped in");
      return settle(job, success(job.plan().purpose()), bringUp(job));
    } catch (Unproven e) {
      ports.destination().discard(staged);
      if (e.failure().step() == Step.SWAP && retreat.untouched(job)) {
        return notSwapped(job, e.failure());
      }
      return retreat.from(job, e.failure());
    }
  }

  /// Makes the service read the file and watches it.
  private Prover.Finding bringUp(Job job) throws Unproven {
    if (!job.plan().readiness().running()) {
      return Prover.Finding.pending();
    }
    return shutdown.orPending(
        job,
        () -> {
          Activation activation = job.target().consumer().activation();
          Setting setting = job.setting(job.plan().movement().after());
          Service.State baseline =
              job.does(
                  Step.ACTIVATE,
                  () -> {
                    ports.service().activate(activation, setting);
                    return ports.service().state(activation);
                  });
          LOG.atInfo().addKeyValue("target", job.target().name()).log("activated, proving");
          return prover.insist(job, baseline, setting);
        });
  }

  private Entry settle(Job job, OutcomeKind kind, Prover.Finding finding) throws StepFailed {
    Plan plan = job.plan();
    // What a hand edit held is kept in the record; what a deployment replaced is there already.
    Optional<Content> candidate =
        plan.purpose() == Plan.Purpose.HEAL ? job.before() : Optional.empty();
    Entry entry =
        job.journal()
            .settle(
                kind,
                plan.movement(),
                job.evidence(finding),
                new Account(Accounts.success(plan, finding), List.of()),
                new Ledger.Contents(Optional.of(job.next()), candidate));
    // It was tried again on purpose and is live: it must not be refused after the next one.
    ports.memory().orders().release(plan.target(), job.next().blob());
    return entry;
  }

  /// The swap failed before its rename: what was live is live, and nothing was restarted.
  private Entry notSwapped(Job job, Failure failure) throws StepFailed {
    Movement planned = job.plan().movement();
    return job.journal()
        .settle(
            OutcomeKind.REFUSED,
            new Movement(planned.candidate(), planned.before(), planned.before(), Optional.empty()),
            job.evidence(Prover.Finding.carried(planned.before())),
            new Account("The file could not be swapped in; nothing was touched.", List.of(failure)),
            new Ledger.Contents(job.before(), Optional.of(job.next())));
  }

  private Job recordedJob(Journal journal, Plan plan) throws StepFailed {
    Content next = recorded(plan, Optional.of(plan.movement().after())).orElseThrow();
    return new Job(
        journal,
        plan,
        next,
        recorded(plan, Optional.of(plan.movement().before())),
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
