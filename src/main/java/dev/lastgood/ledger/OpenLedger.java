// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Swap;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Ledger.Contents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/// The ledger while it is open: its objects, its refs, and what they mean together.
final class OpenLedger {
  private final LedgerRepository repository;
  private final LedgerObjects objects;
  private final LedgerRefs refs;
  private final EntryReader entries;
  private final Map<TargetName, String> branches;

  OpenLedger(LedgerRepository repository) {
    this(repository, Map.of());
  }

  /// @param branches the refs of chains that are not where they are in a ledger
  OpenLedger(LedgerRepository repository, Map<TargetName, String> branches) {
    this.branches = branches;
    this.repository = repository;
    this.objects = new LedgerObjects(repository);
    this.refs = new LedgerRefs(repository);
    this.entries = new EntryReader(objects);
  }

  Path directory() {
    return repository.directory();
  }

  Repository jgit() throws IOException {
    return repository.jgit();
  }

  LedgerObjects objects() {
    return objects;
  }

  LedgerRefs refs() {
    return refs;
  }

  Optional<ObjectId> tip(TargetName target) throws IOException {
    return refs.read(branch(target));
  }

  /// The ref of a target's chain.
  String branch(TargetName target) {
    return branches.getOrDefault(target, LedgerRefs.branch(target));
  }

  Optional<StoredEntry> newest(TargetName target) throws IOException {
    Optional<ObjectId> tip = tip(target);
    return tip.isEmpty() ? Optional.empty() : Optional.of(entry(target, tip.get()));
  }

  StoredEntry entry(TargetName target, ObjectId id) throws IOException {
    return entry(target, entries.entry(id));
  }

  private static StoredEntry entry(TargetName target, StoredEntry stored) throws LedgerDamaged {
    if (!stored.entry().attempt().target().equals(target)) {
      throw new LedgerDamaged(
          "entry %s of %s says that it is one of %s"
              .formatted(stored.entry().id(), target, stored.entry().attempt().target()));
    }
    return stored;
  }

  Intent intent(ObjectId id) throws IOException {
    return entries.intent(id);
  }

  /// What an intent says of its swap.
  Swap swap(ObjectId intent) throws IOException {
    Instant announced = objects.commit(intent).getCommitterIdent().getWhenAsInstant();
    return Swap.of(intent(intent), announced);
  }

  Contents contents(ObjectId id) throws IOException {
    return entries.contents(id);
  }

  /// Shows all entries, newest first, each before those that it follows, until the visitor returns
  /// false.
  void walk(TargetName target, Predicate<StoredEntry> visitor) throws IOException {
    DateOrder commits = new DateOrder(objects, tip(target));
    Optional<RevCommit> each = commits.next();
    while (each.isPresent() && visitor.test(entry(target, entries.entry(each.get())))) {
      each = commits.next();
    }
  }

  /// Shows the entries of this host's line, newest first, until the visitor returns false: of a
  /// join the side that was here.
  void line(TargetName target, Predicate<StoredEntry> visitor) throws IOException {
    Optional<StoredEntry> each = newest(target);
    while (each.isPresent() && visitor.test(each.get())) {
      each = previous(target, each.get());
    }
  }

  /// The entry before another one on this host's line.
  Optional<StoredEntry> previous(TargetName target, StoredEntry entry) throws IOException {
    Optional<ObjectId> parent = EntryReader.parent(entry.commit());
    return parent.isEmpty() ? Optional.empty() : Optional.of(entry(target, parent.get()));
  }

  /// What a killed pass left to be recovered: an intent that no entry settles.
  Optional<ObjectId> openIntent(TargetName target, Optional<StoredEntry> newest)
      throws IOException {
    return refs.read(LedgerRefs.intent(target))
        .filter(intent -> newest.filter(entry -> settles(entry, intent)).isEmpty());
  }

  /// Whether the newest entry settles the intent that is still there: the pass was killed before it
  /// had deleted that.
  boolean isHalfSettled(TargetName target, StoredEntry newest) throws IOException {
    return refs.read(LedgerRefs.intent(target)).filter(id -> settles(newest, id)).isPresent();
  }

  private static boolean settles(StoredEntry entry, ObjectId intent) {
    return entry.intent().map(EntryId::toString).filter(intent.name()::equals).isPresent();
  }

  /// Every target that has a record.
  List<TargetName> targets() throws IOException {
    return targets(LedgerRefs.BRANCHES);
  }

  /// What an earlier version paused: also what has no record else.
  List<TargetName> pausedEarlier() throws IOException {
    return targets(LedgerRefs.PAUSE);
  }

  private List<TargetName> targets(String prefix) throws IOException {
    return refs.below(prefix).keySet().stream()
        .map(LedgerRefs::target)
        .flatMap(Optional::stream)
        .toList();
  }

  /// Whether a killed pass, or an earlier version, left something that the next writing does.
  boolean isUnfinished() throws IOException {
    if (!pausedEarlier().isEmpty()) {
      return true;
    }
    for (TargetName target : targets()) {
      if (isUnfinished(target)) {
        return true;
      }
    }
    return false;
  }

  private boolean isUnfinished(TargetName target) throws IOException {
    if (new ChainIndex(this, target).listed().isEmpty()) { // what it counts is not read for that
      return true;
    }
    if (refs.read(LedgerRefs.intent(target)).isEmpty()) {
      return false;
    }
    Optional<StoredEntry> newest = newest(target);
    return newest.isPresent() && isHalfSettled(target, newest.get());
  }
}
