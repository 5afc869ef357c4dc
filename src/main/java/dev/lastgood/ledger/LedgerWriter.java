// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.json.PlanJson;
import dev.lastgood.json.RecordJson;
import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.ledger.LedgerObjects.NewCommit;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Plan;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Swap;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger.Contents;
import dev.lastgood.sync.port.Tally;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// Writes entries and intents. Every writing of a target starts with what a killed pass, or an
/// earlier version, left to be done there.
final class LedgerWriter {
  private final OpenLedger ledger;
  private final CommitIdents idents;

  LedgerWriter(OpenLedger ledger, CommitIdents idents) {
    this.ledger = ledger;
    this.idents = idents;
  }

  Intent intend(Plan plan, Intent.Phase phase, Contents contents) throws IOException {
    TargetName target = plan.target();
    finishSettling(target);
    Instant now = idents.now();
    SortedMap<String, byte[]> files = files(contents);
    files.put(EntryReader.RECORD, PlanJson.of(plan, phase).bytes());
    ObjectId intent =
        ledger
            .objects()
            .write(
                new NewCommit(
                    files,
                    ledger.tip(target).stream().toList(),
                    idents.lastgood(now),
                    idents.lastgood(now),
                    announcement(plan, phase)));
    ledger.refs().point(LedgerRefs.intent(target), intent);
    return ledger.intent(intent);
  }

  private static String announcement(Plan plan, Intent.Phase phase) {
    String subject =
        plan.change()
            .candidate()
            .map(Candidate::cause)
            .map(SourceCommit::subject)
            .orElse(plan.readiness().reason());
    return "intent %s, %s: %s\n"
        .formatted(plan.purpose().word(), phase.word(), EntryMessage.line(subject));
  }

  void withdraw(TargetName target) throws IOException {
    finishSettling(target);
    ledger.refs().delete(LedgerRefs.intent(target));
  }

  /// A crash after the branch has moved leaves the intent, and an index that is not believed; both
  /// are told by the entry.
  StoredEntry settle(Attempt attempt, Contents contents) throws IOException {
    TargetName target = attempt.target();
    finishSettling(target);
    ChainSummary before = summary(target);
    Optional<ObjectId> intent =
        attempt.outcome().isOfPass()
            ? ledger.refs().read(LedgerRefs.intent(target))
            : Optional.empty();
    StoredEntry stored = append(attempt, contents, intent);
    new ChainIndex(ledger, target).write(before.with(stored));
    if (intent.isPresent()) {
      ledger.refs().delete(LedgerRefs.intent(target));
    }
    return stored;
  }

  private ChainSummary summary(TargetName target) throws IOException {
    ChainIndex index = new ChainIndex(ledger, target);
    Optional<List<StoredEntry>> standing = index.read();
    Optional<Tally> tally = index.tally();
    return standing.isPresent() && tally.isPresent()
        ? new ChainSummary(standing.get(), tally.get())
        : ChainSummary.derive(ledger, target);
  }

  private StoredEntry append(Attempt attempt, Contents contents, Optional<ObjectId> intent)
      throws IOException {
    TargetName target = attempt.target();
    Optional<ObjectId> tip = ledger.tip(target);
    ObjectId entry = write(attempt, contents, intent, tip.stream().toList());
    ledger.refs().advance(LedgerRefs.branch(target), tip, entry);
    ledger.refs().adoptHead(LedgerRefs.branch(target));
    return ledger.entry(target, entry);
  }

  private ObjectId write(
      Attempt attempt, Contents contents, Optional<ObjectId> intent, List<ObjectId> parents)
      throws IOException {
    Instant now = idents.now();
    Optional<Content> candidate =
        contents.candidate().filter(one -> !contents.live().equals(Optional.of(one)));
    SortedMap<String, byte[]> files = files(new Contents(contents.live(), candidate));
    Optional<Swap> swap =
        intent.isEmpty() ? Optional.empty() : ledger.swap(intent.get()).in(attempt);
    Optional<EntryId> settled = intent.map(EntryReader::entryId);
    files.put(
        EntryReader.RECORD,
        RecordJson.of(new RecordJson.Stored(attempt, now, settled, swap)).bytes());
    return ledger
        .objects()
        .write(
            new NewCommit(
                files,
                parents,
                idents.author(attempt, now),
                idents.lastgood(now),
                EntryMessage.of(attempt)));
  }

  private static SortedMap<String, byte[]> files(Contents contents) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    contents.live().ifPresent(content -> files.put(EntryReader.LIVE, content.bytes()));
    contents.candidate().ifPresent(content -> files.put(EntryReader.CANDIDATE, content.bytes()));
    return files;
  }

  /// An intent that is open stays open: a join is not what it announced.
  ///
  /// @throws IllegalArgumentException when there is nothing here to be joined
  StoredEntry join(Attempt attempt, Contents contents, ObjectId other) throws IOException {
    TargetName target = attempt.target();
    finishSettling(target);
    ObjectId tip =
        ledger
            .tip(target)
            .orElseThrow(() -> new IllegalArgumentException(target + " has no entry"));
    ledger.entry(target, other);
    ObjectId join = write(attempt, contents, Optional.empty(), List.of(tip, other));
    return ledger.entry(target, join);
  }

  /// Moves a target's branch on to an entry that is here already.
  ///
  /// @return whether it follows the newest one
  boolean adopt(TargetName target, ObjectId id) throws IOException {
    finishSettling(target);
    Optional<ObjectId> tip = ledger.tip(target);
    ledger.entry(target, id);
    if (tip.isPresent() && !new Ancestry(ledger.objects()).contains(id, tip.get())) {
      return false;
    }
    ledger.refs().advance(LedgerRefs.branch(target), tip, id);
    ledger.refs().adoptHead(LedgerRefs.branch(target));
    new ChainIndex(ledger, target).write(ChainSummary.derive(ledger, target));
    return true;
  }

  /// Does what a killed pass had left to do, and makes an index that can be believed.
  void finishSettling(TargetName target) throws IOException {
    Optional<StoredEntry> newest = ledger.newest(target);
    if (newest.isPresent() && ledger.isHalfSettled(target, newest.get())) {
      ledger.refs().adoptHead(LedgerRefs.branch(target));
      ledger.refs().delete(LedgerRefs.intent(target));
    }
    ChainIndex index = new ChainIndex(ledger, target);
    if (index.listed().isEmpty() || index.tally().isEmpty()) {
      carryOver(target);
    }
    ledger.refs().delete(LedgerRefs.pause(target));
  }

  /// What stands of an earlier version's orders becomes entries. Killed in between, what is left is
  /// carried over later: the index, which tells that nothing is, comes last.
  private void carryOver(TargetName target) throws IOException {
    StandingEntries.Derived chain = StandingEntries.derive(ledger, target);
    ChainSummary summary = new ChainSummary(chain.standing(), ChainSummary.count(ledger, target));
    List<EarlierOrders.Outstanding> outstanding =
        new EarlierOrders(ledger, target, chain).outstanding();
    if (!outstanding.isEmpty()) {
      History history = new HistoryReader(ledger, target).read();
      Optional<ObjectId> tip = ledger.tip(target);
      Optional<Content> live = tip.isEmpty() ? Optional.empty() : ledger.contents(tip.get()).live();
      for (EarlierOrders.Outstanding one : outstanding) {
        StoredEntry carried =
            append(
                history.ordered(target, one.order(), one.run(), one.account()),
                new Contents(live, Optional.empty()),
                Optional.empty());
        summary = summary.with(carried);
      }
    }
    for (String blob : ledger.refs().below(LedgerRefs.quarantine(target)).keySet()) {
      ledger.refs().delete(LedgerRefs.quarantine(target) + blob);
    }
    new ChainIndex(ledger, target).write(summary);
  }
}
