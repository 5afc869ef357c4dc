// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Sample;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.List;
import java.util.Optional;

/// The entries that a pass can append, one method each: what they say and what they rest on.
final class Entries {
  private final Ledger ledger;
  private final PassRecorder recorder;

  Entries(Ports ports, PassRecorder recorder) {
    this.ledger = ports.memory().ledger();
    this.recorder = recorder;
  }

  /// A person's file comes under the record, before anything happens to it.
  Entry adopted(History history, Content found) throws StepFailed {
    return append(
        attempt(
            OutcomeKind.ADOPTED,
            new Change(Optional.empty(), history.live(), new Live.Foreign(found.blob())),
            Evidence.of(Proof.carried(Proof.Standing.ASSUMED)),
            new Account(
                "The file that was found is under the record now; a rollback can bring it back.")),
        Optional.of(found),
        Optional.empty());
  }

  /// The file that was found comes under the record as the branch's content, which it is.
  ///
  /// @param evidence with the proof of the service as it was found
  Entry adopted(Change change, Evidence evidence, Content content) throws StepFailed {
    Proof proof = evidence.proof();
    String text =
        "The file that was found is the branch's content; it is under the record now."
            + proven(proof);
    return append(
        attempt(
            OutcomeKind.ADOPTED,
            change,
            evidence,
            new Account(text, proof.isFailed() ? List.of(Prover.failure(proof)) : List.of())),
        Optional.of(content),
        Optional.empty());
  }

  /// What the branch offers was turned away.
  ///
  /// @param content the bytes, when the refusal is about them
  Entry refused(Change change, Evidence evidence, Failure why, Optional<Content> content)
      throws StepFailed {
    return append(
        attempt(
            OutcomeKind.REFUSED,
            change,
            evidence,
            new Account("The branch's content was refused; nothing was touched.", List.of(why))),
        content(change.after()),
        content);
  }

  /// A pass was killed, and nothing that it had planned has happened.
  ///
  /// @param found when it was killed, or what was found instead
  Entry interrupted(History history, Plan plan, String found) throws StepFailed {
    Evidence evidence =
        plan.readiness().evidence().with(Proof.carried(history.standing()), List.of());
    return append(
        attempt(
            OutcomeKind.RECOVERED,
            Change.none(plan.change().candidate(), history.live()),
            evidence,
            new Account("The previous pass was killed " + found + ".")),
        content(history.live()),
        Optional.empty());
  }

  /// A service that had failed on what is live has proven itself by now.
  Entry healthyAgain(History history, Proof proof) throws StepFailed {
    Live live = history.live();
    return append(
        attempt(
            OutcomeKind.RECOVERED,
            Change.none(ledger.candidate(recorder.target().name(), live), live),
            Evidence.of(proof.with(Optional.of(false))),
            new Account("The service is healthy again." + proven(proof))),
        content(live),
        Optional.empty());
  }

  /// The record here and another one, which had grown apart, are one from this entry on. It stands
  /// on no branch yet.
  ///
  /// @param live what is live here
  /// @param theirs the newest entry of the other one
  Entry joined(History here, LiveHere live, Entry theirs) throws StepFailed {
    Optional<Content> content =
        live.live().content().equals(theirs.after().content())
            ? ledger.contents(theirs.id()).live()
            : content(live.live());
    String ours = here.newest().map(entry -> entry.id().abbreviated()).orElse("nothing");
    String text =
        "This record and its remote's had grown apart: here it ended in %s, there in %s, written on %s."
            .formatted(ours, theirs.id().abbreviated(), theirs.attempt().run().host());
    Attempt attempt =
        attempt(
            OutcomeKind.JOINED,
            new Change(Optional.empty(), here.live(), live.live()),
            Evidence.of(Proof.carried(live.standing())),
            new Account(text + " From here on they are one, and nothing of either is lost."));
    return ledger.join(attempt, new Ledger.Contents(content, Optional.empty()), theirs.id());
  }

  /// A plan was carried out.
  ///
  /// @param proof of what is live now
  Entry rolledOut(LoadedPlan loaded, OutcomeKind kind, Proof proof) throws StepFailed {
    Plan plan = loaded.plan();
    String what =
        switch (plan.purpose()) {
          case DEPLOY -> "The new content is live.";
          case HEAL ->
              "The destination did not hold what was deployed; the deployed content is live again.";
          case RECOVER -> "The rollback that had failed is made good: the last good is live again.";
          case RESTORE ->
              "There was no file; what the record, brought from its remote, says is live is live"
                  + " again.";
          case MANUAL_ROLLBACK ->
              "An operator went back to earlier content (" + plan.readiness().reason() + ").";
        };
    return append(
        attempt(
            kind,
            plan.change(),
            evidence(plan, proof, List.of()),
            new Account(what + proven(proof))),
        Optional.of(loaded.next()),
        loaded.overwritten());
  }

  /// What stood there before stands there again.
  Entry rolledBack(Undone undone) throws StepFailed {
    LoadedPlan loaded = undone.loaded();
    Live fallback = loaded.plan().fallback().orElseThrow();
    Proof proof = undone.proof();
    String what =
        undone.verdict().isPresent()
            ? "The content did not prove itself. "
            : "The content could not be brought into use, which says nothing about it. ";
    String before =
        loaded.wasUnhealthy()
            ? " The service was unhealthy before, and this content did not cure it."
            : "";
    String after = proof.isFailed() ? " A person is needed now." : "";
    return append(
        attempt(
            OutcomeKind.ROLLED_BACK,
            undone,
            fallback,
            what + back(fallback) + before + after + proven(proof)),
        loaded.fallback(),
        Optional.of(loaded.next()));
  }

  /// The way back failed, too, or there was none.
  Entry stranded(Undone undone, Optional<Content> disk) throws StepFailed {
    LoadedPlan loaded = undone.loaded();
    Live after = loaded.live(disk);
    String text =
        loaded.plan().fallback().isEmpty()
            ? "The service does not run well on the last good content that was put back. A person"
                + " is needed now."
            : "The content did not prove itself, and the way back failed too. A person is needed"
                + " now.";
    return append(
        attempt(OutcomeKind.STRANDED, undone, after, text),
        after.content().flatMap(_ -> disk),
        loaded.triedInVain(after));
  }

  private static String back(Live fallback) {
    return switch (fallback) {
      case Live.Nothing() -> "Nothing was deployed before; the new content is gone again.";
      case Live.Managed(var release) ->
          "The content of " + release.commit().abbreviated() + " is live again.";
      case Live.Foreign(var blob) ->
          "The file found at first (" + blob.abbreviated() + ") is back.";
    };
  }

  /// The planned change, ended otherwise. Where there was no way back it was the last good itself:
  /// whatever the service makes of it, it is not quarantined.
  private Attempt attempt(OutcomeKind kind, Undone undone, Live after, String text) {
    LoadedPlan loaded = undone.loaded();
    Change planned = loaded.plan().change();
    Change change =
        new Change(
            planned.candidate(),
            planned.before(),
            after,
            undone.verdict().map(reason -> new Quarantine(loaded.next().blob(), reason)));
    return attempt(
        kind,
        change,
        evidence(loaded.plan(), undone.proof(), undone.tried()),
        new Account(text, undone.failures()));
  }

  /// The checks' verdicts with a proof.
  private static Evidence evidence(Plan plan, Proof proof, List<Sample> tried) {
    Plan.Readiness before = plan.readiness();
    return before.evidence().with(proof.with(before.healthy()), tried);
  }

  private static String proven(Proof proof) {
    return " Proof: " + proof.summary() + ".";
  }

  private Optional<Content> content(Live live) throws StepFailed {
    return Ledger.content(ledger, recorder.target().name(), live);
  }

  private Attempt attempt(OutcomeKind kind, Change change, Evidence evidence, Account account) {
    return new Attempt(recorder.target().name(), kind, change, evidence, recorder.run(), account);
  }

  private Entry append(Attempt attempt, Optional<Content> live, Optional<Content> candidate)
      throws StepFailed {
    return recorder.settle(attempt, new Ledger.Contents(live, candidate));
  }
}
