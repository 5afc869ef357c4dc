// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// One pass over one target: recover what a killed one left, look at the branch, take or heal what
/// stands at the destination, decide, and then try what was found or see to what is live.
final class Pass {
  private final Ports ports;
  private final Poller poller;
  private final Rollout rollout;
  private final Recovery recovery;
  private final Healing healing;
  private final Refusals refusals;
  private final PassRecorder recorder;
  private final Target target;

  Pass(Ports ports, Poller poller, Rollout rollout, PassRecorder recorder) {
    this.ports = ports;
    this.poller = poller;
    this.rollout = rollout;
    this.recovery = new Recovery(ports, recorder, rollout);
    this.healing = new Healing(recovery, recorder);
    this.refusals = new Refusals(ports, recorder);
    this.recorder = recorder;
    this.target = recorder.target();
  }

  Outcome run() throws StepFailed {
    History history = recorder.history();
    if (recorder.request().has(PassRequest.Option.DRY_RUN)) {
      return rehearse(history);
    }
    if (history.intent().isPresent()) {
      return recover(recorder.observe(history), history.intent().get());
    }
    ports.destination().sweep(target.place());
    return reconcile(recorder.observe(history));
  }

  /// Everything up to the swap, on the record as it is, writing nothing but a staged file.
  private Outcome rehearse(History history) throws StepFailed {
    if (history.intent().isPresent()) {
      return new Outcome.Held(
          history.live(), "a killed pass has to be recovered first; the next sync does that");
    }
    return switch (poller.look(recorder)) {
      case Poller.Lookup.Failed(Failure why) -> failed(recorder.observe(history), why);
      case Poller.Lookup.Located(Mirror.Found found) ->
          switch (decision(history, found)) {
            case Policy.Decision.Try _ -> attempt(recorder.observe(history), found);
            case Policy.Decision.Keep(Outcome outcome) -> outcome;
            case Policy.Decision.Wait(Outcome outcome) -> outcome;
          };
    };
  }

  private Outcome recover(Observed now, Intent intent) throws StepFailed {
    requireRecord(now);
    Outcome recovered = recovery.goOn(now.history(), intent);
    if (recovered.isTrouble()) {
      return healing.afterRollback(recovered);
    }
    ports.destination().sweep(target.place());
    return reconcile(recorder.observe()).orIfQuiet(recovered);
  }

  /// From here on nothing is left of another pass.
  private Outcome reconcile(Observed now) throws StepFailed {
    Poller.Lookup lookup = poller.look(recorder);
    if (now.history().pause().isPresent()) {
      return Policy.paused(now.history(), lookup);
    }
    requireRecord(now);
    return switch (lookup) {
      case Poller.Lookup.Located(Mirror.Found found) when now.isToAdopt(found.blob()) ->
          adopt(now, found);
      case Poller.Lookup.Located _, Poller.Lookup.Failed _ ->
          now.isDrifted() ? heal(now, lookup) : decide(now, lookup);
    };
  }

  private Outcome adopt(Observed now, Mirror.Found found) throws StepFailed {
    Outcome adopted =
        new Outcome.Settled(
            new Entries(ports, recorder).adopted(now.history(), now.disk().orElseThrow()));
    return decide(new Observed(recorder.history(), now.disk()), found).orIfQuiet(adopted);
  }

  /// Goes no further with a record that was lost, but for an operator who knows that.
  private void requireRecord(Observed now) throws StepFailed {
    if (recorder.request().has(PassRequest.Option.RETRY)) {
      return;
    }
    Optional<Failure> lost =
        new LostRecord(ports, rollout.mayBeElsewhere()).find(target, now.history(), now.disk());
    if (lost.isPresent()) {
      throw new StepFailed(lost.get());
    }
  }

  private Outcome heal(Observed now, Poller.Lookup lookup) throws StepFailed {
    if (!healing.isWanted()) {
      return stillStranded(now.history()).orElse(healing.report(now));
    }
    Outcome healed = healing.heal(now);
    return healed.isTrouble()
        ? stillStranded(recorder.history()).orElse(healed)
        : decide(recorder.observe(), lookup).orIfQuiet(healed);
  }

  /// The record and the destination agree; now what the source says.
  private Outcome decide(Observed now, Poller.Lookup lookup) throws StepFailed {
    return switch (lookup) {
      case Poller.Lookup.Located(Mirror.Found found) -> decide(now, found);
      case Poller.Lookup.Failed(Failure why) -> afterProof(now.history(), failed(now, why));
    };
  }

  private Outcome decide(Observed now, Mirror.Found found) throws StepFailed {
    History history = now.history();
    return switch (decision(history, found)) {
      case Policy.Decision.Try _ -> deploy(now, found);
      case Policy.Decision.Keep(Outcome unchanged) -> {
        Outcome outcome = keepLive(history, found, unchanged);
        history
            .live()
            .managed()
            .ifPresent(live -> new AncestryRule(ports, target, history).remember(live, found));
        yield outcome;
      }
      case Policy.Decision.Wait(Outcome outcome) -> keepLive(history, found, outcome);
    };
  }

  private Policy.Decision decision(History history, Mirror.Found found) {
    return new Policy(
            target.name(),
            recorder.request().has(PassRequest.Option.RETRY),
            target.consumer().patience().retryAfterOutage(),
            () -> refusals.isOvertaken(history, found))
        .decide(history, found);
  }

  private Outcome deploy(Observed now, Mirror.Found found) throws StepFailed {
    Outcome outcome = attempt(now, found);
    return switch (outcome) {
      case Outcome.Settled _ -> healing.afterRollback(outcome);
      case Outcome.Stranded _ -> outcome;
      case Outcome.Unchanged _,
          Outcome.Held _,
          Outcome.Waiting _,
          Outcome.Offline _,
          Outcome.Failed _,
          Outcome.Refused _ -> {
        History history = recorder.history();
        // What could not be recorded is the next pass's: nothing else is done on top of it.
        yield history.intent().isPresent() ? outcome : afterProof(history, outcome);
      }
    };
  }

  private Outcome attempt(Observed now, Mirror.Found found) throws StepFailed {
    try {
      Outcome outcome = new Deployment(ports, poller, rollout, recorder).deploy(now, found);
      if (outcome.isJudged()) {
        poller.judged(target);
      }
      return outcome;
    } catch (StepFailed e) {
      return failed(now, e.failure());
    }
  }

  /// What a pass comes to that got no content in hand.
  private Outcome failed(Observed now, Failure failure) throws StepFailed {
    return switch (Culprit.of(failure)) {
      case SOURCE -> {
        Live live = now.usable();
        yield new Outcome.Offline(live, failure, poller.budget(target, live));
      }
      case CONTENT -> {
        poller.judged(target);
        yield refusals.refuse(now.history(), failure);
      }
      case HOST, PROGRAM -> new Outcome.Failed(now.usable(), failure);
    };
  }

  /// Nothing is to be tried. A pending proof of the live content is made first; once it stands, the
  /// decision is taken again.
  private Outcome keepLive(History history, Mirror.Found found, Outcome decided) throws StepFailed {
    poller.judged(target); // it is what is live, or was refused before
    Optional<Outcome> proven = recovery.prove(history);
    if (proven.isEmpty()) {
      return stillStranded(history).orElse(decided);
    }
    return isProven(proven.get())
        ? decide(recorder.observe(), found).orIfQuiet(proven.get())
        : proven.get();
  }

  private static boolean isProven(Outcome outcome) {
    return !outcome.isTrouble()
        && outcome.written().filter(entry -> entry.proof().standing().isGood()).isPresent();
  }

  /// The outcome, after a pending proof of the live content was made: what is wrong with the live
  /// service outweighs it.
  private Outcome afterProof(History history, Outcome outcome) throws StepFailed {
    Optional<Outcome> proven = recovery.prove(history);
    if (proven.isEmpty()) {
      return stillStranded(history).orElse(outcome);
    }
    return proven.get().isTrouble() ? proven.get() : outcome.orIfQuiet(proven.get());
  }

  /// A target is stranded until a proof, whatever else there is to say: the newest entry that a
  /// person has to look at.
  private Optional<Outcome> stillStranded(History history) throws StepFailed {
    return history.standing() == Proof.Standing.FAILED
        ? ports
            .memory()
            .ledger()
            .newestHereFirst(target.name(), Entry::isTrouble)
            .map(Outcome.Settled::new)
        : Optional.empty();
  }
}
