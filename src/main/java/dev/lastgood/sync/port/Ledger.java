// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.TargetName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The record: every attempt at a target, in order, on disk before the method returns.
public interface Ledger {
  /// What the record says now.
  History history(TargetName target) throws StepFailed;

  /// Records what is about to happen, with the bytes to go in and the bytes to go back to. Replaces
  /// an earlier intent of the target (the same plan in its next phase).
  Intent intend(Plan plan, Intent.Phase phase, Contents contents) throws StepFailed;

  /// Deletes the target's intent without an entry: nothing of what it announced has happened.
  /// Killed before that, the next pass finds the intent and records that nothing had been touched.
  void withdraw(TargetName target) throws StepFailed;

  /// Appends an entry, and with a pass's entry deletes the target's intent. Killed in between, the
  /// next [#history] finds the intent gone or the entry absent, never both. An operator's order is
  /// not what an intent announces, and leaves it alone.
  Entry settle(Attempt attempt, Contents contents) throws StepFailed;

  /// Writes an entry that brings this chain and another together: its parents are the newest entry
  /// here and the newest of the other one, which [LedgerRemote#compare] has brought. No branch
  /// moves: until [#adopt], nobody reads it.
  ///
  /// @param attempt with the outcome [dev.lastgood.model.OutcomeKind#JOINED]
  Entry join(Attempt attempt, Contents contents, EntryId other) throws StepFailed;

  /// Moves the chain on to an entry that is on disk and descends from the newest one, and puts what
  /// stands (quarantine, pause, accepted rewrites) right by it.
  ///
  /// @throws StepFailed when it is not on disk, or does not descend from that: nothing is lost by
  ///   adopting
  void adopt(TargetName target, EntryId entry) throws StepFailed;

  /// Shows every entry once, newest first, each before those that it follows, until the visitor
  /// returns false.
  void walk(TargetName target, Predicate<Entry> visitor) throws StepFailed;

  /// An entry of the target that is on disk, also one that [LedgerRemote#compare] has brought and
  /// that no branch holds yet.
  Entry entry(TargetName target, EntryId id) throws StepFailed;

  /// Shows what happened here, newest first, until the visitor returns false: behind a join the
  /// entries of this host's side alone.
  void line(TargetName target, Predicate<Entry> visitor) throws StepFailed;

  /// What is counted over all entries; no walk where the index is one of the newest.
  ///
  /// @param of what the ledger has said of the target before
  Tally tally(TargetName target, History of) throws StepFailed;

  /// The newest entry of which something is true.
  default Optional<Entry> newest(TargetName target, Predicate<Entry> what) throws StepFailed {
    List<Entry> found = new ArrayList<>(1);
    walk(target, entry -> !(what.test(entry) && found.add(entry)));
    return found.stream().findFirst();
  }

  /// The newest entry of which something is true, among what happened here.
  default Optional<Entry> newestHere(TargetName target, Predicate<Entry> what) throws StepFailed {
    List<Entry> found = new ArrayList<>(1);
    line(target, entry -> !(what.test(entry) && found.add(entry)));
    return found.stream().findFirst();
  }

  /// The same and, where nothing of the kind happened here, among what others recorded.
  default Optional<Entry> newestHereFirst(TargetName target, Predicate<Entry> what)
      throws StepFailed {
    Optional<Entry> here = newestHere(target, what);
    return here.isPresent() ? here : newest(target, what);
  }

  /// The candidate that brought live content: from the newest entry that says so of its commit. The
  /// same content may have come with other commits, before and after.
  default Optional<Candidate> candidate(TargetName target, Live live) throws StepFailed {
    return live.managed().isEmpty()
        ? Optional.empty()
        : newest(target, entry -> live.managed().equals(entry.change().release()))
            .flatMap(entry -> entry.change().candidate());
  }

  /// The bytes that were live after an entry, or that it tried.
  Contents contents(EntryId entry) throws StepFailed;

  /// Bytes that any entry or intent of the target holds.
  ///
  /// @throws StepFailed when the record does not hold them
  Content content(TargetName target, BlobId blob) throws StepFailed;

  /// The bytes of what is or was live; empty when nothing was.
  static Optional<Content> content(Ledger ledger, TargetName target, Live live) throws StepFailed {
    return live.content().isEmpty()
        ? Optional.empty()
        : Optional.of(ledger.content(target, live.content().get()));
  }

  /// The bytes of an entry.
  ///
  /// @param live what is live after it; empty when nothing is
  /// @param candidate what was tried, when that is not what is live
  record Contents(Optional<Content> live, Optional<Content> candidate) {}
}
