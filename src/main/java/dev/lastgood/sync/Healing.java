// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Hand edits of the destination, over which the live content goes back, or which are reported.
final class Healing {
  private final Recovery recovery;
  private final PassRecorder recorder;
  private final Target target;

  Healing(Recovery recovery, PassRecorder recorder) {
    this.recovery = recovery;
    this.recorder = recorder;
    this.target = recorder.target();
  }

  boolean isWanted() {
    return target.place().onDrift() == Place.OnDrift.HEAL
        || recorder.request().has(PassRequest.Option.RETRY);
  }

  /// What a pass comes to that leaves an edit alone.
  Outcome report(Observed now) {
    Live live = now.history().live();
    String mend = "lastgood sync " + target.name() + " --retry";
    if (now.disk().map(Content::blob).filter(now.history()::isQuarantined).isPresent()) {
      return new Outcome.Failed(
          live,
          Failure.operator(
              Step.RECOVER,
              "the destination was edited by hand, to content that is in quarantine",
              "put the live content back: " + mend));
    }
    String what = now.disk().isPresent() ? "edited by hand" : "removed";
    return new Outcome.Held(
        live,
        "the destination was "
            + what
            + " and on-drift is report; to put the live content back: "
            + mend);
  }

  /// Puts the live content back or, where the service failed on that, what it has to go back to.
  Outcome heal(Observed now) {
    History history = now.history();
    try {
      return history.standing() == Proof.Standing.FAILED
          ? recovery.prove(history).orElse(new Outcome.Held(history.live(), ""))
          : recovery.heal(history, now.disk());
    } catch (StepFailed e) {
      return new Outcome.Failed(history.live(), e.failure());
    }
  }

  /// A rollback that found a person's file at the destination met a hand edit, over which the last
  /// good goes as over any other. Where the service is healthy on that, nobody is called.
  Outcome afterRollback(Outcome outcome) throws StepFailed {
    Optional<Entry> rollback =
        outcome.written().filter(one -> one.outcome() == OutcomeKind.ROLLED_BACK);
    if (rollback.isEmpty() || !isWanted()) {
      return outcome;
    }
    Observed now = recorder.observe();
    if (now.disk().isEmpty() || !now.isDrifted()) {
      return outcome;
    }
    Outcome healed = recovery.heal(now.history(), now.disk());
    boolean ill = rollback.get().proof().standing() == Proof.Standing.FAILED;
    return ill || healed.isTrouble() ? healed : outcome;
  }
}
