// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Back to earlier content, as an operator orders it: from the record, without the source.
final class ManualRollback {
  private final Ports ports;
  private final Ledger ledger;
  private final Rollout rollout;
  private final PassRecorder recorder;
  private final Target target;

  ManualRollback(Ports ports, Rollout rollout, PassRecorder recorder) {
    this.ports = ports;
    this.ledger = ports.memory().ledger();
    this.rollout = rollout;
    this.recorder = recorder;
    this.target = recorder.target();
  }

  Outcome to(Optional<Entry> entry, String reason) throws StepFailed {
    History unfinished = recorder.history();
    if (unfinished.intent().isPresent()) {
      new Recovery(ports, recorder, rollout).goOn(unfinished, unfinished.intent().get());
    }
    History history = recorder.history();
    Live goal = (entry.isPresent() ? entry.get() : previous(history)).after();
    BlobId blob = goal.content().orElseThrow(() -> nowhere("nothing was live after that entry"));
    Observed now = recorder.observe(history);
    boolean isLive = history.live().content().equals(goal.content());
    if (isLive && now.drift() == Drift.NONE && history.standing().isGood()) {
      if (history.isQuarantined(blob)) {
        throw nowhere("that content is live already, and it is in quarantine");
      }
      return new Outcome.Unchanged(history.live(), "that content is live already");
    }
    Content content = ledger.content(target.name(), blob);
    Plan plan = plan(now, goal, reason);
    Destination.Staged staged =
        recorder.timed(Step.STAGE, () -> ports.destination().stage(target.place(), content));
    return rollout.deploy(plan, staged, now.disk());
  }

  private Entry previous(History history) throws StepFailed {
    return ledger
        .newestHereFirst(target.name(), entry -> isEligible(entry, history))
        .orElseThrow(() ->
            nowhere("the record has no earlier content that was good and is not in quarantine"));
  }

  private static boolean isEligible(Entry entry, History history) {
    Optional<BlobId> blob = entry.after().content();
    return entry.proof().standing().isGood()
        && !history.live().content().equals(blob)
        && blob.filter(one -> !history.isQuarantined(one)).isPresent();
  }

  private StepFailed nowhere(String why) {
    return StepFailed.operator(
        Step.JUDGE,
        why,
        "choose an entry with: lastgood log "
            + target.name()
            + ", then: lastgood rollback "
            + target.name()
            + " --to ENTRY --reason TEXT");
  }

  private Plan plan(Observed now, Live goal, String reason) throws StepFailed {
    History history = now.history();
    Service.State state = ports.service().state(target.consumer().activation());
    return new Plan(
        target.name(),
        Plan.Purpose.MANUAL_ROLLBACK,
        new Change(
            ledger.candidate(target.name(), goal), now.replaced(), goal, leaving(history, goal)),
        history.wayBackFrom(goal.content()),
        new Plan.Readiness(
            state.phase() != Service.Phase.STOPPED,
            Optional.empty(),
            Evidence.of(Proof.carried(history.standing())),
            reason),
        recorder.run());
  }

  /// What is live must not come back by itself, unless it is what the operator goes back to.
  private static Optional<Quarantine> leaving(History history, Live goal) {
    return history
        .live()
        .content()
        .filter(blob -> !goal.content().equals(Optional.of(blob)))
        .map(blob -> new Quarantine(blob, Quarantine.Reason.MANUAL));
  }
}
