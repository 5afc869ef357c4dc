// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.Entry;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Chain.Moment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Finds what the record says of a time, along first parents.
///
/// The way back to it reads commits only, of which ids are kept; records are read of the entries
/// that are told of, and of those before which a clock was set back.
final class TimeLookup {
  private final OpenLedger ledger;
  private final TargetName target;
  private final List<ObjectId> later = new ArrayList<>();

  TimeLookup(OpenLedger ledger, TargetName target) {
    this.ledger = ledger;
    this.target = target;
  }

  Moment at(Instant time) throws IOException {
    Optional<ObjectId> each = ledger.tip(target);
    Instant after = Instant.MAX;
    while (each.isPresent()) {
      LedgerObjects.Step step = ledger.objects().step(each.get());
      Instant at = step.at();
      if (after.isBefore(at)) { // a clock was set back before the last one
        Optional<ObjectId> begun = begun(time);
        if (begun.isPresent()) {
          return during(begun.get());
        }
      }
      if (!at.isAfter(time)) {
        break;
      }
      later.add(each.get());
      after = at;
      each = step.parent();
    }
    Optional<ObjectId> begun = begun(time);
    if (begun.isPresent()) {
      return during(begun.get());
    }
    return each.isPresent() ? during(each.get()) : before();
  }

  /// The next entry of a pass when that pass had begun by then. Orders and joins may have come in
  /// between: one that was killed is ended after them.
  private Optional<ObjectId> begun(Instant time) throws IOException {
    for (int i = later.size() - 1; i >= 0; i--) {
      Entry entry = entry(later.get(i));
      if (!entry.begins().isAfter(time)) {
        ObjectId id = later.get(i);
        later.subList(i, later.size()).clear();
        return Optional.of(id);
      }
      if (entry.isOfPass()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Moment before() throws IOException {
    return new Moment.Before(
        later.isEmpty() ? Optional.empty() : Optional.of(entry(later.getLast())));
  }

  private Moment during(ObjectId id) throws IOException {
    Optional<ObjectId> live = live(ledger.objects().commit(id));
    StoredEntry stored = ledger.entry(target, id);
    Optional<ObjectId> open =
        hasPassEnded() ? Optional.empty() : ledger.openIntent(target, ledger.newest(target));
    return new Moment.During(
        stored.entry(),
        entry(source(id, live)),
        end(live),
        open.isEmpty() ? Optional.empty() : Optional.of(underWay(open.get())));
  }

  /// Whether one did later: then the intent, if there is one, was begun after that.
  private boolean hasPassEnded() throws IOException {
    for (ObjectId each : later.reversed()) {
      if (entry(each).isOfPass()) {
        return true;
      }
    }
    return false;
  }

  private Moment.UnderWay underWay(ObjectId intent) throws IOException {
    return new Moment.UnderWay(ledger.intent(intent).plan(), ledger.swap(intent));
  }

  /// The oldest entry since which the same bytes have been live.
  private ObjectId source(ObjectId id, Optional<ObjectId> live) throws IOException {
    ObjectId source = id;
    Optional<ObjectId> each = Optional.of(id);
    while (each.isPresent()) {
      RevCommit commit = ledger.objects().commit(each.get());
      if (!live(commit).equals(live)) {
        break;
      }
      source = each.get();
      each = firstParent(commit);
    }
    return source;
  }

  private Optional<Entry> end(Optional<ObjectId> live) throws IOException {
    for (ObjectId each : later.reversed()) {
      if (!live(ledger.objects().commit(each)).equals(live)) {
        return Optional.of(entry(each));
      }
    }
    return Optional.empty();
  }

  private Optional<ObjectId> live(RevCommit commit) throws IOException {
    return Optional.ofNullable(ledger.objects().files(commit.getTree()).get(EntryReader.LIVE));
  }

  private Entry entry(ObjectId id) throws IOException {
    return ledger.entry(target, id).entry();
  }

  private static Optional<ObjectId> firstParent(RevCommit commit) {
    return commit.getParentCount() == 0
        ? Optional.empty()
        : Optional.of(commit.getParent(0).copy());
  }
}
