// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.ledger.PackedLedger;
import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Order;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Swap;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.Ledger.Contents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One target's entries, as passes and operators would have come to them: each method writes one.
public final class TargetRecord {
  private final PackedLedger ledger;
  private final TargetName target;
  private final List<Entry> entries = new ArrayList<>();
  private Instant now;
  private Actor actor = new Actor("jane", "web-arm");
  private Live live = new Live.Nothing();
  private Optional<Content> bytes = Optional.empty();
  private Proof.Standing standing = Proof.Standing.NONE;

  public TargetRecord(PackedLedger ledger, String target, Instant begin) {
    this.ledger = ledger;
    this.target = new TargetName(target);
    this.now = begin;
  }

  /// What was written, oldest first.
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  public Entry newest() {
    return entries.getLast();
  }

  /// Time passes until the next one.
  public TargetRecord after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /// From now on another writes.
  TargetRecord by(Actor other) {
    actor = other;
    return this;
  }

  /// A file that a person put there comes under the record.
  public TargetRecord adopts(Content found) throws IOException {
    Change change = new Change(Optional.empty(), live, new Live.Foreign(found.blob()));
    bytes = Optional.of(found);
    return append(
        attempt(
            OutcomeKind.ADOPTED,
            change,
            Evidence.of(Proof.carried(Proof.Standing.ASSUMED)),
            new Account(
                "The file that was found is under the record now; a rollback can bring it back.")));
  }

  /// New content goes in and stays.
  public TargetRecord deploys(Merge merge) throws IOException {
    return goesIn(OutcomeKind.DEPLOYED, merge, "The new content is live.");
  }

  private TargetRecord goesIn(OutcomeKind kind, Merge merge, String text) throws IOException {
    Candidate candidate = merge.candidate();
    Live next = new Live.Managed(candidate.release());
    Change change = new Change(Optional.of(candidate), live, next);
    Proof proof = Samples.proven(swapped());
    bytes = Optional.of(merge.content());
    Evidence evidence = new Evidence(merge.passed(), merge.changes(), proof);
    Account account = new Account(text + " It is proven: " + proof.summary() + ".");
    Swap swap = new Swap(next, swapped(), Optional.empty());
    return append(attempt(kind, change, evidence, account), Optional.of(swap), Optional.empty());
  }

  private Instant swapped() {
    return now.minus(Actor.PASS).plusMillis(1_100);
  }

  /// A check says no, and nothing is touched.
  public TargetRecord refuses(Merge merge, Failure why) throws IOException {
    Change change = quarantining(merge, Quarantine.Reason.REFUSED);
    Evidence evidence = new Evidence(merge.refusedFor(why), List.of(), Proof.carried(standing));
    return append(
        attempt(OutcomeKind.REFUSED, change, evidence, refused(why)),
        Optional.empty(),
        Optional.of(merge.content()));
  }

  private Change quarantining(Merge merge, Quarantine.Reason reason) {
    Quarantine quarantine = new Quarantine(merge.content().blob(), reason);
    return new Change(Optional.of(merge.candidate()), live, live, Optional.of(quarantine));
  }

  /// A refusal before the bytes were read, or of what is no file.
  public TargetRecord refusesUnread(Optional<Candidate> candidate, Failure why) throws IOException {
    Evidence evidence = Evidence.of(Proof.carried(standing));
    return append(
        attempt(OutcomeKind.REFUSED, Change.none(candidate, live), evidence, refused(why)));
  }

  private static Account refused(Failure why) {
    return new Account("The branch's content was refused; nothing was touched.", List.of(why));
  }

  /// The service does not get well on new content, and what was live goes back.
  public TargetRecord rollsBack(Merge merge, Failure why) throws IOException {
    return undoes(OutcomeKind.ROLLED_BACK, merge, List.of(why));
  }

  /// The way back fails, too.
  public TargetRecord strands(Merge merge, Failure why, Failure rollback) throws IOException {
    return undoes(OutcomeKind.STRANDED, merge, List.of(why, rollback));
  }

  private TargetRecord undoes(OutcomeKind kind, Merge merge, List<Failure> failures)
      throws IOException {
    boolean stranded = kind == OutcomeKind.STRANDED;
    Change change =
        quarantining(
            merge, stranded ? Quarantine.Reason.LAST_GOOD_FAILED : Quarantine.Reason.FAILED);
    Instant undone = swapped().plusSeconds(4);
    Proof proof = stranded ? Samples.failed(undone) : Samples.proven(undone);
    String text =
        stranded
            ? "The content did not prove itself, and the way back failed too. A person is needed"
                + " now."
            : "The content did not prove itself. What was live before is live again.";
    Evidence evidence =
        new Evidence(merge.passed(), merge.changes(), proof, Samples.flapping(swapped()));
    Swap swap =
        new Swap(new Live.Managed(merge.candidate().release()), swapped(), Optional.of(undone));
    Account account = new Account(text, failures);
    return append(
        attempt(kind, change, evidence, account), Optional.of(swap), Optional.of(merge.content()));
  }

  /// Somebody edited the file on the host; what was deployed goes back.
  public TargetRecord heals(Content edited) throws IOException {
    Change change = new Change(Optional.empty(), new Live.Foreign(edited.blob()), live);
    Evidence evidence = Evidence.of(Samples.proven(swapped()));
    Account account =
        new Account(
            "The destination did not hold what was deployed; the deployed content is live again.");
    return append(
        attempt(OutcomeKind.DRIFT_HEALED, change, evidence, account),
        Optional.of(new Swap(live, swapped(), Optional.empty())),
        Optional.of(edited));
  }

  /// A service that had failed is healthy again.
  public TargetRecord recovers() throws IOException {
    return append(
        attempt(
            OutcomeKind.RECOVERED,
            Change.none(Optional.empty(), live),
            Evidence.of(Samples.proven(swapped())),
            new Account("The service is healthy again.")));
  }

  /// An operator goes back to what an earlier merge brought.
  public TargetRecord returns(Merge merge, String reason) throws IOException {
    return goesIn(
        OutcomeKind.MANUAL_ROLLBACK,
        merge,
        "An operator went back to earlier content (" + reason + ").");
  }

  /// An operator orders something.
  public TargetRecord orders(Order order) throws IOException {
    Evidence evidence = Evidence.of(Proof.carried(standing));
    Account account = new Account(order.sentence());
    return append(attempt(order.outcome(), Change.ordered(order, live), evidence, account));
  }

  /// Another host wrote apart, and its record and this one become one.
  public TargetRecord joins(Merge theirs) throws IOException {
    Change change =
        new Change(
            Optional.of(theirs.candidate()), live, new Live.Managed(theirs.candidate().release()));
    Attempt elsewhere =
        new Attempt(
            target,
            OutcomeKind.DEPLOYED,
            change,
            Evidence.of(Samples.proven(swapped())),
            new Actor("root", "standby").run(Trigger.TIMER, now),
            new Account("The new content is live."));
    Entry other =
        ledger.beside(
            elsewhere,
            now.minusSeconds(90),
            Optional.of(new Swap(change.after(), swapped().minusSeconds(90), Optional.empty())),
            new Contents(Optional.of(theirs.content()), Optional.empty()));
    Attempt join =
        attempt(
            OutcomeKind.JOINED,
            Change.none(Optional.empty(), live),
            Evidence.of(Proof.carried(standing)),
            new Account(
                "This record and its remote's had grown apart. From here on they are one, and"
                    + " nothing of either is lost."));
    entries.add(other);
    entries.add(ledger.join(join, now, new Contents(bytes, Optional.empty()), other));
    return this;
  }

  private Attempt attempt(OutcomeKind kind, Change change, Evidence evidence, Account account) {
    return new Attempt(target, kind, change, evidence, actor.run(trigger(change), now), account);
  }

  private static Trigger trigger(Change change) {
    return change.order().isPresent() ? Trigger.MANUAL : Trigger.TIMER;
  }

  private TargetRecord append(Attempt attempt) throws IOException {
    return append(attempt, Optional.empty(), Optional.empty());
  }

  private TargetRecord append(Attempt attempt, Optional<Swap> swap, Optional<Content> tried)
      throws IOException {
    live = attempt.change().after();
    standing = attempt.evidence().proof().standing();
    entries.add(ledger.append(attempt, now, swap, new Contents(bytes, tried)));
    return this;
  }
}
