// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.List;
import java.util.Optional;

/// The way back: mark, restore, revive, prove, record. When that fails, too, the target is
/// stranded.
///
/// No failure of marking, recording or looking keeps the last good from going back.
final class Rollback {
  private static final Optional<Quarantine.Reason> LAST_GOOD_FAILED =
      Optional.of(Quarantine.Reason.LAST_GOOD_FAILED);

  private final Ledger ledger;
  private final PassRecorder recorder;
  private final Target target;
  private final SwappedFile file;
  private final ActivatedService service;
  private final Entries entries;

  Rollback(Ports ports, PassRecorder recorder, ActivatedService service) {
    this.ledger = ports.memory().ledger();
    this.recorder = recorder;
    this.target = recorder.target();
    this.file = new SwappedFile(ports, recorder);
    this.service = service;
    this.entries = new Entries(ports, recorder);
  }

  /// Undoes a plan.
  ///
  /// @throws StepFailed when it is undone, and that could not be recorded
  Outcome of(Undone begun) throws StepFailed {
    LoadedPlan loaded = begun.loaded();
    recorder.warn("rolling back", begun.first());
    if (loaded.plan().fallback().isEmpty()) {
      return stranded(begun);
    }
    mark(begun);
    Optional<Failure> restoring = file.restore(loaded);
    Undone restored = restoring.map(begun::failing).orElse(begun);
    if (restoring.isPresent() && !file.isRestored(loaded)) {
      return stranded(judged(restored, unhealthyBefore(loaded)));
    }
    Proof proof;
    try {
      proof = recorder.guarded(Step.PROVE, () -> service.revive(loaded, begun.first()));
    } catch (StepFailed second) {
      return stranded(judged(restored.failing(second.failure()), LAST_GOOD_FAILED));
    }
    if (proof.isFailed() && !loaded.wasUnhealthy()) {
      Live fallback = loaded.plan().fallback().get();
      Failure second = service.blame(loaded, fallback, proof);
      Undone again = restored.failing(second).proven(proof);
      return stranded(explained(judged(again, LAST_GOOD_FAILED)));
    }
    // Proven; or as unhealthy as before we came: the old bytes are back, and a person is called.
    Undone proven = restored.proven(file.verified(proof, loaded.toRestore()));
    return rolledBack(judged(proven, unhealthyBefore(loaded)));
  }

  /// Of the last good that failed as well: what it has in common with the new content, when that is
  /// no content's fault.
  private Undone explained(Undone undone) {
    Optional<Failure> denied = Optional.empty();
    try {
      denied =
          recorder.guarded(
              Step.PROVE,
              () ->
                  service
                      .ask(undone.loaded())
                      .flatMap(
                          now -> DenialRule.ofBoth(undone.tried(), undone.proof().samples(), now)));
    } catch (StepFailed e) {
      recorder.warn("why the last good failed can't be asked", e.failure());
    }
    return denied.map(undone::over).orElse(undone);
  }

  /// Tells recovery to go on with the way back rather than to start the new content again.
  private void mark(Undone begun) {
    LoadedPlan loaded = begun.loaded();
    Plan undone = loaded.plan().undoneOver(begun.first());
    // A full disk must not keep the last good from going back.
    recorder.tryStep(
        Step.INTEND,
        "the rollback is not marked",
        () -> ledger.intend(undone, Intent.Phase.ROLLING_BACK, loaded.contents()));
  }

  private Outcome rolledBack(Undone undone) throws StepFailed {
    Live fallback = undone.loaded().plan().fallback().orElseThrow();
    return recorder.guarded(
        Step.SETTLE,
        () -> {
          if (undone.verdict().isEmpty()
              && sameAsNewest(undone, OutcomeKind.ROLLED_BACK, fallback).isPresent()) {
            withdraw();
            return new Outcome.Failed(fallback, undone.first());
          }
          return new Outcome.Settled(entries.rolledBack(undone));
        });
  }

  private Outcome stranded(Undone undone) {
    Optional<Content> disk = file.onDisk(undone.loaded());
    Live after = undone.loaded().live(disk);
    try {
      return recorder.guarded(
          Step.SETTLE,
          () -> {
            Optional<Entry> told = sameAsNewest(undone, OutcomeKind.STRANDED, after);
            if (told.isPresent()) {
              withdraw();
              return new Outcome.Settled(told.get());
            }
            return new Outcome.Settled(entries.stranded(undone, disk));
          });
    } catch (StepFailed e) {
      // The intent is left: the next pass goes on from there. A person is needed all the same.
      return new Outcome.Stranded(after, undone.failing(e.failure()).failures());
    }
  }

  /// The newest entry of a pass but for refusals, when it says the same. What every pass meets
  /// again is recorded once.
  private Optional<Entry> sameAsNewest(Undone undone, OutcomeKind outcome, Live after)
      throws StepFailed {
    return newest()
        .filter(told -> told.outcome() == outcome)
        .filter(told -> told.after().equals(after))
        .filter(told -> isAbout(told, undone))
        .filter(told -> last(told.failures()).equals(last(undone.failures())));
  }

  private Optional<Entry> newest() throws StepFailed {
    return ledger.newestHere(
        target.name(), entry -> entry.isOfPass() && entry.outcome() != OutcomeKind.REFUSED);
  }

  private static Optional<String> last(List<Failure> failures) {
    return failures.isEmpty() ? Optional.empty() : Optional.of(failures.getLast().message());
  }

  private static boolean isAbout(Entry entry, Undone undone) {
    return entry.change().release().equals(undone.loaded().plan().change().release());
  }

  /// Takes the intent back: nothing of what it announced has happened.
  void withdraw() {
    // One that stays is found by the next pass, which records that nothing had been touched.
    recorder.tryStep(Step.SETTLE, "the intent stays", () -> ledger.withdraw(target.name()));
  }

  private static Optional<Quarantine.Reason> unhealthyBefore(LoadedPlan loaded) {
    return loaded.wasUnhealthy()
        ? Optional.of(Quarantine.Reason.UNHEALTHY_BEFORE)
        : Optional.empty();
  }

  private Undone judged(Undone undone, Optional<Quarantine.Reason> excuse) {
    boolean goesOn = undone.loaded().plan().readiness().undone().isPresent();
    Optional<Quarantine.Reason> stands = Optional.empty();
    boolean judged = false;
    try {
      stands = recorder.guarded(Step.ROLL_BACK, () -> stands(undone));
      judged =
          goesOn
              && (stands.isPresent() || recorder.guarded(Step.ROLL_BACK, () -> wasBlamed(undone)));
    } catch (StepFailed e) {
      recorder.warn("the record is not readable", e.failure());
    }
    return undone.judged(verdict(undone.first(), stands, judged, excuse));
  }

  /// What the content is in quarantine for by now.
  private Optional<Quarantine.Reason> stands(Undone undone) throws StepFailed {
    BlobId blob = undone.loaded().next().blob();
    return Optional.ofNullable(ledger.history(target.name()).quarantine().get(blob))
        .map(Quarantine::reason);
  }

  /// Whether the newest entry blames the content for this failure already.
  private boolean wasBlamed(Undone undone) throws StepFailed {
    return newest()
        .filter(entry -> entry.outcome() == OutcomeKind.STRANDED)
        .filter(entry -> isAbout(entry, undone))
        .flatMap(entry -> entry.change().quarantine())
        .isPresent();
  }

  /// What a failure says of the content: why it must not be tried again by itself, if it must not.
  ///
  /// @param stands what it is in quarantine for by now
  /// @param judged whether another pass has judged this failure, and its way back is only gone on
  ///   with: what stands is left of that, and nothing when an operator has cleared the content
  /// @param excuse the reason when the failure says nothing about the content, the service being
  ///   unhealthy without it, too. That is believed once: content that fails so again stays in
  ///   quarantine
  static Optional<Quarantine.Reason> verdict(
      Failure first,
      Optional<Quarantine.Reason> stands,
      boolean judged,
      Optional<Quarantine.Reason> excuse) {
    return switch (first.remedy()) {
      case OPERATOR, ACCEPT_REWRITE -> Optional.empty();
      case NEW_COMMIT, RETRY, BUG ->
          judged
              ? stands
              : excuse
                  .filter(_ -> stands.isEmpty())
                  .or(() -> Optional.of(Quarantine.Reason.FAILED));
    };
  }
}
