// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Consumer;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// The second half of a pass: swap, activate, prove, record. When one of them fails, [Rollback].
///
/// From the intent on it ends proven, undone, or stranded, whatever is thrown in it by whomever.
/// Only a process that is killed leaves it earlier; the next pass's [Recovery] then enters it where
/// intent, destination and record say it stands.
final class Rollout {
  private final Ports ports;
  private final CriticalSection section;
  private final PassRecorder recorder;
  private final RemoteRecord remote;
  private final Target target;
  private final SwappedFile file;
  private final ActivatedService service;
  private final Entries entries;
  private final Rollback rollback;

  Rollout(Ports ports, CriticalSection section, PassRecorder recorder, RemoteRecord remote) {
    this.ports = ports;
    this.remote = remote;
    this.section = section;
    this.recorder = recorder;
    this.target = recorder.target();
    this.file = new SwappedFile(ports, recorder);
    this.service = new ActivatedService(ports, section, recorder);
    this.entries = new Entries(ports, recorder);
    this.rollback = new Rollback(ports, recorder, service);
  }

  /// Records the intent, swaps the staged file in, and sees it through.
  ///
  /// @param before the bytes at the destination now
  /// @throws StepFailed when the file could not be swapped in: nothing happened, and what the
  ///   record says of the live content stands
  Outcome deploy(Plan plan, Destination.Staged staged, Optional<Content> before) throws StepFailed {
    LoadedPlan loaded;
    try {
      requireReady(plan.readiness());
      String identity = ports.service().state(target.consumer().activation()).identity();
      Optional<Content> fallback = LoadedPlan.fallback(plan, ports.memory().ledger());
      loaded = new LoadedPlan(target, plan, staged.content(), before, fallback, identity);
    } catch (StepFailed e) {
      ports.destination().discard(staged);
      throw e;
    }
    return inCriticalSection(() -> {
      recorder.timed(
          Step.INTEND,
          () -> ports.memory().ledger().intend(plan, Intent.Phase.SWAPPING, loaded.contents()));
      return swap(loaded, staged);
    });
  }

  /// Why new content from the branch may not go in yet. What heals, restores or goes back never
  /// waits.
  Optional<Failure> awaited() {
    return remote.awaited();
  }

  /// Whether the record's remote may have what is not here.
  boolean mayBeElsewhere() {
    return remote.mayHaveMore();
  }

  /// Goes on from the activation: the content has been swapped in already.
  Outcome activate(Plan plan) throws StepFailed {
    LoadedPlan loaded = recorded(plan);
    return inCriticalSection(
        () -> prove(loaded, OutcomeKind.RECOVERED, () -> service.activate(loaded)));
  }

  /// Goes on from the proof: the service has read the content by itself.
  ///
  /// No intent is written before it: killed in it, the proof is still pending.
  Outcome prove(Plan plan, Service.State baseline) throws StepFailed {
    requireReady(plan.readiness());
    LoadedPlan loaded = recorded(plan);
    return inCriticalSection(
        () -> prove(loaded, OutcomeKind.DEPLOYED, () -> service.watch(loaded, baseline)));
  }

  /// Goes on with the way back.
  Outcome rollBack(Plan plan, Failure why) throws StepFailed {
    LoadedPlan loaded = recorded(plan);
    return inCriticalSection(() -> rollback.of(new Undone(loaded, why)));
  }

  /// What is asked before the first step that can't be taken back: whether this host lets the swap,
  /// the activation, the proof and the way back happen. Found after the swap, what an operator got
  /// wrong would look like the content's fault.
  ///
  /// A service that does not run is neither activated nor probed now, and what its probe reads may
  /// be made by its start: it is not asked for.
  ///
  /// @throws StepFailed with remedy operator, whatever the content is
  void requireReady(Plan.Readiness readiness) throws StepFailed {
    ports.destination().requireReady(target.place());
    if (!readiness.running()) {
      return;
    }
    Consumer consumer = target.consumer();
    ports.service().requireReady(consumer.activation());
    if (consumer.probe().isPresent()) {
      ports.probe().requireReady(consumer.probe().get().question());
    }
  }

  private LoadedPlan recorded(Plan plan) throws StepFailed {
    return LoadedPlan.recorded(target, plan, ports.memory().ledger());
  }

  private Outcome inCriticalSection(PassRecorder.Work<Outcome> secondHalf) throws StepFailed {
    section.enter();
    boolean _ = Thread.interrupted(); // one from before must not close this half's files
    try {
      return secondHalf.done();
    } finally {
      section.leave();
    }
  }

  private Outcome swap(LoadedPlan loaded, Destination.Staged staged) throws StepFailed {
    try {
      recorder.step(Step.SWAP, () -> file.swap(loaded, staged));
    } catch (StepFailed e) {
      file.discard(staged);
      if (file.isSwappedIn(loaded)) {
        return rollback.of(new Undone(loaded, e.failure()));
      }
      if (loaded.plan().purpose() != Plan.Purpose.RESTORE) { // that is still to be done
        rollback.withdraw();
      }
      throw e;
    }
    recorder.info("swapped in");
    return prove(loaded, success(loaded.plan().purpose()), () -> service.activate(loaded));
  }

  private static OutcomeKind success(Plan.Purpose purpose) {
    return switch (purpose) {
      case DEPLOY -> OutcomeKind.DEPLOYED;
      case HEAL -> OutcomeKind.DRIFT_HEALED;
      case RECOVER, RESTORE -> OutcomeKind.RECOVERED;
      case MANUAL_ROLLBACK -> OutcomeKind.MANUAL_ROLLBACK;
    };
  }

  private Outcome prove(LoadedPlan loaded, OutcomeKind kind, PassRecorder.Work<Proof> proving)
      throws StepFailed {
    Proof proof;
    try {
      proof = recorder.guarded(Step.PROVE, proving);
    } catch (StepFailed e) {
      return rollback.of(new Undone(loaded, e.failure()));
    }
    return proof.isFailed()
        ? rollback.of(
            new Undone(
                loaded,
                service.blame(loaded, loaded.plan().change().after(), proof),
                proof.samples()))
        : record(loaded, kind, file.verified(proof, Optional.of(loaded.next())));
  }

  /// @throws StepFailed whatever kept it from being recorded: the intent stays, and the next pass
  ///   goes on from there
  private Outcome record(LoadedPlan loaded, OutcomeKind kind, Proof proof) throws StepFailed {
    return new Outcome.Settled(
        recorder.guarded(Step.SETTLE, () -> entries.rolledOut(loaded, kind, proof)));
  }
}
