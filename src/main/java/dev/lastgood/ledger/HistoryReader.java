// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Intent;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.jgit.lib.ObjectId;

/// What the ledger says of one target. Reads the newest entry, the last good one, and one per
/// quarantined blob, however long the history is.
final class HistoryReader {
  static final History NOTHING =
      new History(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

  private final OpenLedger ledger;
  private final TargetName target;

  HistoryReader(OpenLedger ledger, TargetName target) {
    this.ledger = ledger;
    this.target = target;
  }

  History read() throws IOException {
    Optional<StoredEntry> newest = ledger.newest(target);
    Optional<ObjectId> open = ledger.openIntent(target, newest);
    Optional<Intent> intent =
        open.isEmpty() ? Optional.empty() : Optional.of(ledger.intent(open.get()));
    SortedMap<String, ObjectId> standing = new IndexedRefs(ledger, target).read();
    Map<BlobId, Quarantine> quarantine = quarantine(newest, standing);
    return new History(
        newest.map(StoredEntry::entry),
        lastGood(newest, quarantine),
        quarantine,
        intent,
        OrderReader.pause(ledger, Optional.ofNullable(standing.get(LedgerRefs.pause(target)))));
  }

  private Optional<Entry> lastGood(Optional<StoredEntry> newest, Map<BlobId, Quarantine> quarantine)
      throws IOException {
    Optional<StoredEntry> each = newest;
    while (each.isPresent() && !isGood(each.get().entry().attempt(), quarantine)) {
      each = ledger.previous(target, each.get());
    }
    return each.map(StoredEntry::entry);
  }

  private static boolean isGood(Attempt attempt, Map<BlobId, Quarantine> quarantine) {
    boolean good =
        attempt.evidence().proof().standing().isGood() || attempt.outcome() == OutcomeKind.ADOPTED;
    return good
        && attempt
            .change()
            .after()
            .content()
            .filter(blob -> !quarantine.containsKey(blob))
            .isPresent();
  }

  private Map<BlobId, Quarantine> quarantine(
      Optional<StoredEntry> newest, SortedMap<String, ObjectId> standing) throws IOException {
    String prefix = LedgerRefs.quarantine(target);
    Map<BlobId, Quarantine> quarantine = new HashMap<>();
    for (Map.Entry<String, ObjectId> ref : standing.entrySet()) {
      if (ref.getKey().startsWith(prefix)) {
        Quarantine one = quarantined(ref.getKey().substring(prefix.length()), ref.getValue());
        quarantine.put(one.blob(), one);
      }
    }
    if (newest.isPresent() && ledger.isHalfSettled(target, newest.get())) {
      Attempt attempt = newest.get().entry().attempt();
      attempt.change().quarantine().ifPresent(one -> quarantine.put(one.blob(), one));
      attempt.released().ifPresent(quarantine::remove);
    }
    return quarantine;
  }

  private Quarantine quarantined(String blob, ObjectId entry) throws IOException {
    Optional<Quarantine> found =
        ledger.entry(target, entry).entry().attempt().change().quarantine();
    return found
        .filter(quarantine -> quarantine.blob().hex().equals(blob))
        .orElseThrow(() ->
            new LedgerDamaged(
                "%s%s points at entry %s, which did not put it there"
                    .formatted(LedgerRefs.quarantine(target), blob, entry.name())));
  }
}
