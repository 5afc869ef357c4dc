// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.SourceCommit;
import java.util.List;
import java.util.Optional;

/// The entries that a pass can append, one method each: what they say and what they rest on.
final class Entries {
  private final Ledger ledger;
  private final Journal journal;

  Entries(Ports ports, Journal journal) {
    this.ledger = ports.memory().ledger();
    this.journal = journal;
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
  /// @param removal the commit that left no file to be tried, when that is known
  /// @param quarantine what must not be tried again, and was not in quarantine yet
  Entry refused(
      History history,
      Refusal refusal,
      Optional<SourceCommit> removal,
      Optional<Quarantine> quarantine)
      throws StepFailed {
    Live live = history.live();
    Evidence evidence =
        new Evidence(
            refusal.report().verdicts(),
            refusal.report().changes(),
            Proof.carried(history.standing()));
    return append(
        attempt(
            OutcomeKind.REFUSED,
            new Change(refusal.candidate(), removal, live, live, quarantine),
            evidence,
            new Account(
                "The branch's content was refused; nothing was touched.",
                List.of(refusal.failure()))),
        content(live),
        refusal.content());
  }

  /// A pass was killed, and nothing that it had planned has happened.
  ///
  /// @param found when it was killed, or what was found instead
  Entry interrupted(History history, Plan plan, String found) throws StepFailed {
    Evidence before = plan.readiness().evidence();
    return append(
        attempt(
            OutcomeKind.RECOVERED,
            Change.none(plan.change().candidate(), history.live()),
            new Evidence(before.checks(), before.changes(), Proof.carried(history.standing())),
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
            Change.none(ledger.candidate(journal.target().name(), live), live),
            Evidence.of(proof.with(Optional.of(false))),
            new Account("The service is healthy again." + proven(proof))),
        content(live),
        Optional.empty());
  }

  private static String proven(Proof proof) {
    return " Proof: " + proof.summary() + ".";
  }

  private Optional<Content> content(Live live) throws StepFailed {
    Optional<BlobId> blob = live.content();
    return blob.isEmpty()
        ? Optional.empty()
        : Optional.of(ledger.content(journal.target().name(), blob.get()));
  }

  private Attempt attempt(OutcomeKind kind, Change change, Evidence evidence, Account account) {
    return new Attempt(journal.target().name(), kind, change, evidence, journal.run(), account);
  }

  private Entry append(Attempt attempt, Optional<Content> live, Optional<Content> candidate)
      throws StepFailed {
    return journal.settle(attempt, new Ledger.Contents(live, candidate));
  }
}
