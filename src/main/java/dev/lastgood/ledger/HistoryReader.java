// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Order;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.InForce;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/// What the ledger says of one target. Reads the newest entry, the last good one, and one for each
/// thing that stands, however long the history is.
final class HistoryReader {
  private final OpenLedger ledger;
  private final TargetName target;

  HistoryReader(OpenLedger ledger, TargetName target) {
    this.ledger = ledger;
    this.target = target;
  }

  History read() throws IOException {
    Optional<List<StoredEntry>> indexed = new ChainIndex(ledger, target).read();
    return indexed.isPresent() ? read(entries(indexed.get())) : derive();
  }

  /// What no index tells is told by the chain, and what earlier versions kept beside it.
  private History derive() throws IOException {
    StandingEntries.Derived chain = StandingEntries.derive(ledger, target);
    List<EarlierOrders.Outstanding> earlier =
        new EarlierOrders(ledger, target, chain).outstanding();
    History history = read(entries(chain.standing()));
    if (earlier.isEmpty()) {
      return history;
    }
    Set<EntryId> ended = new HashSet<>();
    List<Entry> standing = new ArrayList<>();
    for (EarlierOrders.Outstanding one : earlier.reversed()) {
      switch (one.order()) {
        case Order.Clear(_, Set<EntryId> ends) -> ended.addAll(ends);
        case Order.Pause _, Order.AcceptRewrite _, Order.Resume _ ->
            standing.add(
                new Entry(
                    one.id(),
                    one.run().startedAt(),
                    history.ordered(target, one.order(), one.run(), one.account())));
      }
    }
    entries(chain.standing()).stream()
        .filter(entry -> !ended.contains(entry.id()))
        .forEach(standing::add);
    return read(standing);
  }

  private static List<Entry> entries(List<StoredEntry> stored) {
    return stored.stream().map(StoredEntry::entry).toList();
  }

  private History read(List<Entry> standing) throws IOException {
    Optional<StoredEntry> newest = ledger.newest(target);
    Optional<ObjectId> open = ledger.openIntent(target, newest);
    Optional<Intent> intent =
        open.isEmpty() ? Optional.empty() : Optional.of(ledger.intent(open.get()));
    InForce inForce = inForce(standing);
    Set<BlobId> bad = new HashSet<>();
    inForce
        .quarantines()
        .forEach(entry -> entry.change().quarantine().ifPresent(one -> bad.add(one.blob())));
    return new History(
        newest.map(StoredEntry::entry),
        onLine(newest, Entry::isOfPass),
        lastGood(newest, bad),
        intent,
        inForce);
  }

  /// What others recorded, whose record this one was joined with, is better than nothing.
  private Optional<Entry> lastGood(Optional<StoredEntry> newest, Set<BlobId> bad)
      throws IOException {
    Optional<Entry> here = onLine(newest, entry -> isGood(entry, bad));
    if (here.isPresent()) {
      return here;
    }
    List<Entry> found = new ArrayList<>(1);
    ledger.walk(target, stored -> !(isGood(stored.entry(), bad) && found.add(stored.entry())));
    return found.stream().findFirst();
  }

  private Optional<Entry> onLine(Optional<StoredEntry> newest, Predicate<Entry> what)
      throws IOException {
    Optional<StoredEntry> each = newest;
    while (each.isPresent() && !what.test(each.get().entry())) {
      each = ledger.previous(target, each.get());
    }
    return each.map(StoredEntry::entry);
  }

  private static boolean isGood(Entry entry, Set<BlobId> bad) {
    boolean good = entry.proof().standing().isGood() || entry.outcome() == OutcomeKind.ADOPTED;
    return good && entry.after().content().filter(blob -> !bad.contains(blob)).isPresent();
  }

  private static InForce inForce(List<Entry> standing) {
    List<Entry> quarantines = new ArrayList<>();
    List<Entry> pauses = new ArrayList<>();
    List<Entry> rewrites = new ArrayList<>();
    for (Entry entry : standing) {
      if (entry.change().quarantine().isPresent()) {
        quarantines.add(entry);
      }
      entry
          .change()
          .order()
          .ifPresent(order -> {
            switch (order) {
              case Order.Pause _ -> pauses.add(entry);
              case Order.AcceptRewrite _ -> rewrites.add(entry);
              case Order.Resume _, Order.Clear _ -> {}
            }
          });
    }
    return new InForce(quarantines, pauses, rewrites);
  }
}
