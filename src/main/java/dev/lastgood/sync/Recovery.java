// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds where a rollout stands by the intent, the destination and the record, and goes on: after a
/// pass that was killed, a hand edit, a proof that was pending, a way back that failed. The source
/// is not needed for any of it.
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Ports ports;
  private final Ledger ledger;
  private final PassRecorder recorder;
  private final Target target;
  private final Rollout rollout;
  private final Entries entries;

  Recovery(Ports ports, PassRecorder recorder, Rollout rollout) {
    this.ports = ports;
    this.ledger = ports.memory().ledger();
    this.recorder = recorder;
    this.target = recorder.target();
    this.rollout = rollout;
    this.entries = new Entries(ports, recorder);
  }

  /// Ends what a killed pass left. Killed in here, the next pass finds the same intent again.
  Outcome goOn(History history, Intent intent) throws StepFailed {
    LOG.atWarn()
        .addKeyValue("target", target.name())
        .addKeyValue("phase", intent.phase())
        .log("recovering an unfinished pass");
    return recorder.timed(
        Step.RECOVER, () -> goOn(history, intent.phase(), asOfNow(intent.plan())));
  }

  private Outcome goOn(History history, Intent.Phase phase, Plan plan) throws StepFailed {
    Optional<BlobId> disk = onDisk().map(Content::blob);
    return switch (phase) {
      case ROLLING_BACK -> rollout.rollBack(plan, plan.readiness().undone().orElse(killed()));
      case SWAPPING -> {
        if (disk.equals(plan.change().after().content())) {
          yield rollout.activate(plan);
        }
        if (plan.purpose() == Plan.Purpose.RESTORE && disk.isEmpty()) {
          yield restore(history, plan);
        }
        String found =
            disk.equals(plan.change().before().content())
                ? "before the new content was swapped in; nothing had been touched"
                : "and the destination holds neither the old content nor the new";
        yield new Outcome.Settled(entries.interrupted(history, plan, found));
      }
    };
  }

  /// Puts in what the record says is live, where there is no file.
  private Outcome restore(History history, Plan plan) throws StepFailed {
    Live goal = restorable(history, plan);
    if (goal.content().isEmpty()) {
      ledger.withdraw(target.name());
      return new Outcome.Held(goal, "the record holds nothing that is good to be put in");
    }
    LOG.atInfo().addKeyValue("target", target.name()).log("restoring what the record holds");
    return putIn(Plan.Purpose.RESTORE, goal, Optional.empty());
  }

  /// What is live or, where the service failed on that, or it must not be tried again, the last
  /// good. What was announced is all there is when the record was not adopted after that.
  private static Live restorable(History history, Plan plan) {
    if (history.newest().isEmpty()) {
      return plan.change().after();
    }
    Live live = history.live();
    boolean isBad =
        history.standing() == Proof.Standing.FAILED
            || live.content().filter(history::isQuarantined).isPresent();
    return isBad ? history.lastGood().map(Entry::after).orElse(new Live.Nothing()) : live;
  }

  private static Failure killed() {
    return Failure.retry(
        Step.RECOVER,
        "the previous pass was killed while it rolled back",
        "lastgood log shows what it was doing; nothing is left to do");
  }

  /// A service that was stopped since, or never came up after a reboot, is not started by a
  /// recovery either.
  private Plan asOfNow(Plan plan) throws StepFailed {
    return plan.readiness().running() && !isRunning() ? plan.notRunning() : plan;
  }

  /// Puts the live content back over what stands there.
  Outcome heal(History history, Optional<Content> disk) throws StepFailed {
    LOG.atWarn().addKeyValue("target", target.name()).log("the destination was edited, healing");
    return putIn(Plan.Purpose.HEAL, history.live(), disk);
  }

  /// Makes a proof that is pending, or one that has failed again, when the service runs.
  ///
  /// @return what came of it; empty when the proof stands, or nothing could be learnt
  Optional<Outcome> prove(History history) throws StepFailed {
    return switch (history.standing()) {
      case PASSED, ASSUMED, NONE -> Optional.empty();
      case PENDING -> pending(history);
      case FAILED -> failed(history);
    };
  }

  /// The service was started after the swap, so it read the new content by itself: only watch.
  private Optional<Outcome> pending(History history) throws StepFailed {
    Live live = history.live();
    Service.State state = service();
    if (state.phase() == Service.Phase.STOPPED || live.content().isEmpty()) {
      return Optional.empty();
    }
    new DenialRule(ports, recorder).requireAccess(live);
    Change change = Change.none(ledger.candidate(target.name(), live), live);
    Plan plan =
        plan(
            Plan.Purpose.DEPLOY,
            change,
            history.wayBackFrom(live.content()),
            readiness(true, Optional.empty(), Proof.Standing.PENDING));
    return Optional.of(rollout.prove(plan, state));
  }

  private Optional<Outcome> failed(History history) throws StepFailed {
    Entry trouble =
        ledger
            .newestHereFirst(target.name(), Entry::isTrouble)
            .orElseThrow(() -> new IllegalStateException("a failed proof in no entry"));
    Optional<Content> disk = onDisk();
    boolean insisted = recorder.request().has(PassRequest.Option.RETRY);
    return switch (Repair.of(history, trouble, disk, insisted)) {
      case Repair.Ask() -> ask(history, trouble);
      case Repair.PutIn(Live goal) -> unlessFailing(() -> putIn(Plan.Purpose.RECOVER, goal, disk));
      case Repair.TakeOut(Candidate candidate) -> unlessFailing(() -> takeOut(trouble, candidate));
    };
  }

  private Optional<Outcome> unlessFailing(PassRecorder.Work<Outcome> wayBack) {
    try {
      return Optional.of(wayBack.done());
    } catch (StepFailed e) {
      // Still stranded, and the entry that says so stands: this must not hide it.
      LOG.atError()
          .addKeyValue("target", target.name())
          .addKeyValue("why", e.failure().message())
          .log("the rollback failed again");
      return Optional.empty();
    }
  }

  private Optional<Outcome> ask(History history, Entry trouble) throws StepFailed {
    CommandEnvironment environment = CommandEnvironment.live(target, history.live());
    Optional<Proof> proof = new Prover(ports, target.consumer()).proveAgain(service(), environment);
    if (proof.isEmpty()) {
      return Optional.empty();
    }
    boolean found = trouble.outcome() == OutcomeKind.ADOPTED;
    return Optional.of(
        new Outcome.Settled(
            entries.healthyAgain(history, found ? Prover.assumed(proof.get()) : proof.get())));
  }

  private Outcome takeOut(Entry trouble, Candidate candidate) throws StepFailed {
    Change change =
        new Change(
            Optional.of(candidate),
            trouble.change().before(),
            new Live.Managed(candidate.release()));
    Plan plan =
        plan(
            Plan.Purpose.DEPLOY,
            change,
            Optional.of(new Live.Nothing()),
            readiness(isRunning(), trouble.proof().healthyBefore(), Proof.Standing.NONE));
    Failure first = trouble.failures().getFirst();
    return rollout.rollBack(plan.undoneOver(first), first);
  }

  private Outcome putIn(Plan.Purpose purpose, Live goal, Optional<Content> disk) throws StepFailed {
    Content content = ledger.content(target.name(), goal.content().orElseThrow());
    Live before =
        disk.<Live>map(found -> new Live.Foreign(found.blob())).orElse(new Live.Nothing());
    Change change = new Change(ledger.candidate(target.name(), goal), before, goal);
    Plan plan =
        plan(
            purpose,
            change,
            Optional.empty(),
            readiness(isRunning(), Optional.empty(), Proof.Standing.NONE));
    return rollout.deploy(plan, ports.destination().stage(target.place(), content), disk);
  }

  private Plan plan(
      Plan.Purpose purpose, Change change, Optional<Live> fallback, Plan.Readiness readiness) {
    return new Plan(target.name(), purpose, change, fallback, readiness, recorder.run());
  }

  private static Plan.Readiness readiness(
      boolean running, Optional<Boolean> healthy, Proof.Standing standing) {
    return new Plan.Readiness(running, healthy, Evidence.of(Proof.carried(standing)), "");
  }

  /// Whether the service may be restarted: everything but one that an operator stopped.
  private boolean isRunning() throws StepFailed {
    return service().phase() != Service.Phase.STOPPED;
  }

  private Service.State service() throws StepFailed {
    return ports.service().state(target.consumer().activation());
  }

  private Optional<Content> onDisk() throws StepFailed {
    return ports.destination().look(target.place());
  }
}
