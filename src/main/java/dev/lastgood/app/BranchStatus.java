// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known of a target's branch without asking the source: what the last passes saw, and what
/// the record says of that.
///
/// @param poll the last look at the source
/// @param judged when the branch's content was last judged
/// @param lastPass the last pass with this configuration
/// @param undeployed the content that the branch holds and is not live
public record BranchStatus(
    Optional<StatusCache.Poll> poll,
    Optional<Instant> judged,
    Optional<LastPass> lastPass,
    Optional<Undeployed> undeployed) {

  /// What the branch holds and is not live.
  ///
  /// @param tip the commit in which it was seen
  /// @param blob the content; empty when the branch holds no file
  /// @param cause the commit that made it so, as far as that is known; else the tip
  /// @param quarantine why it is not tried; empty when nothing keeps the next pass from it
  /// @param entry the newest entry that says why: it put it into quarantine, or refused it
  public record Undeployed(
      CommitId tip,
      Optional<BlobId> blob,
      SourceCommit cause,
      Optional<Quarantine> quarantine,
      Optional<Entry> entry) {
    private Undeployed with(Optional<Entry> found) {
      return new Undeployed(tip, blob, cause, quarantine, found);
    }
  }

  /// The same, with the entry that says why sought in all the record.
  BranchStatus searched(Ledger ledger, TargetName target) throws StepFailed {
    if (undeployed.isEmpty() || undeployed.get().blob().isEmpty()) {
      return this;
    }
    BlobId blob = undeployed.get().blob().get();
    Optional<Entry> entry = ledger.newest(target, one -> saysWhyNot(one, blob));
    return new BranchStatus(poll, judged, lastPass, undeployed.map(one -> one.with(entry)));
  }

  /// Without walking the record: the entry that says why is known when it stands, or is the newest.
  static BranchStatus of(Ports.Memory memory, Target target, History history) throws StepFailed {
    StatusCache cache = memory.cache();
    Optional<LastPass> lastPass = lastPass(cache, target, history);
    return new BranchStatus(
        cache.lastPoll(target.source()),
        cache.judged(target),
        lastPass,
        undeployed(memory.ledger(), target, history, lastPass));
  }

  /// The last pass, when it was made with this configuration; what the record knows of a later one,
  /// or of one that was forgotten, is taken from its newest entry.
  private static Optional<LastPass> lastPass(StatusCache cache, Target target, History history) {
    String configuration = LastPass.configuration(target);
    Optional<LastPass> remembered =
        cache.lastPass(target.name()).filter(pass -> pass.configuration().equals(configuration));
    Optional<EntryId> newest = history.ofPass().map(Entry::id);
    if (remembered.filter(pass -> pass.entry().equals(newest)).isPresent()) {
      return remembered;
    }
    return history
        .ofPass()
        .filter(entry -> remembered.isPresent() || isOf(target, entry))
        .map(entry -> recorded(entry, configuration, remembered.flatMap(LastPass::found)));
  }

  private static boolean isOf(Target target, Entry entry) {
    return candidate(entry).map(Candidate::origin).filter(it -> it.isOf(target)).isPresent();
  }

  private static LastPass recorded(
      Entry entry, String configuration, Optional<LastPass.Find> before) {
    OutcomeKind outcome = entry.outcome();
    return new LastPass(
        LastPass.Times.of(entry.at(), entry.attempt().run().took()),
        configuration,
        Optional.of(entry.id()),
        new LastPass.Result(
            LastPass.Conclusion.of(entry),
            outcome.word(),
            entry.failures().stream().findFirst(),
            "",
            Durability.DURABLE),
        outcome == OutcomeKind.MANUAL_ROLLBACK ? before : find(entry));
  }

  private static Optional<LastPass.Find> find(Entry entry) {
    return candidate(entry).map(LastPass.Find::of);
  }

  private static Optional<Candidate> candidate(Entry entry) {
    return entry.change().candidate();
  }

  /// Nothing when the branch holds what is live, or was not seen.
  private static Optional<Undeployed> undeployed(
      Ledger ledger, Target target, History history, Optional<LastPass> lastPass)
      throws StepFailed {
    Optional<LastPass.Find> seen = lastPass.flatMap(LastPass::found);
    Optional<LastPass.Find> found = seen.isPresent() ? seen : leftByHand(ledger, target, history);
    if (found.isEmpty() || history.live().content().equals(found.map(LastPass.Find::blob))) {
      return Optional.empty();
    }
    BlobId blob = found.get().blob();
    return Optional.of(
        new Undeployed(
            found.get().tip(),
            Optional.of(blob),
            found.get().cause(),
            Optional.ofNullable(history.quarantine().get(blob)),
            Stream.concat(history.ofPass().stream(), history.inForce().quarantines().stream())
                .filter(entry -> saysWhyNot(entry, blob))
                .findFirst()));
  }

  /// What an operator went back from, when that is the newest that is known of the branch.
  private static Optional<LastPass.Find> leftByHand(Ledger ledger, Target target, History history)
      throws StepFailed {
    Optional<BlobId> left =
        history
            .ofPass()
            .filter(entry -> entry.outcome() == OutcomeKind.MANUAL_ROLLBACK)
            .flatMap(entry -> entry.change().quarantine())
            .map(Quarantine::blob);
    return left.isEmpty()
        ? Optional.empty()
        : ledger
            .newest(target.name(), entry -> brought(entry, left.get()))
            .flatMap(BranchStatus::find);
  }

  private static boolean brought(Entry entry, BlobId blob) {
    return candidate(entry).filter(it -> it.release().blob().equals(blob)).isPresent();
  }

  /// Whether an entry says why this content is not live.
  private static boolean saysWhyNot(Entry entry, BlobId blob) {
    boolean tried = brought(entry, blob) && !entry.after().content().equals(Optional.of(blob));
    boolean quarantined =
        entry.change().quarantine().filter(one -> one.blob().equals(blob)).isPresent();
    return tried || quarantined;
  }
}
