// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Change;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the record holds, entry by entry.
public final class AuditLog {
  private final Ledger ledger;
  private final Archive archive;

  public AuditLog(Equipment equipment) {
    this.ledger = equipment.ports().memory().ledger();
    this.archive = equipment.archive();
  }

  /// The entries that fit, newest first. Of one target the order is the record's: a clock may have
  /// been set back.
  public List<Entry> entries(List<Target> targets, EntryFilter filter, int atMost)
      throws RequestFailed {
    List<Entry> found = new ArrayList<>();
    for (Target target : targets) {
      found.addAll(Subject.of(target).ask(() -> entries(target, filter, atMost)));
    }
    if (targets.size() > 1) {
      found.sort(Comparator.comparing(Entry::at).reversed());
    }
    return found.subList(0, Math.min(found.size(), atMost));
  }

  /// Reads no further back than it must.
  private List<Entry> entries(Target target, EntryFilter filter, int atMost) throws StepFailed {
    List<Entry> found = new ArrayList<>();
    ledger.walk(
        target.name(),
        entry -> {
          if (filter.fits(entry) && found.size() < atMost) {
            found.add(entry);
          }
          return found.size() < atMost;
        });
    return found;
  }

  /// The entry that an id, the beginning of one, or `@{N}` names.
  public Entry entry(Target target, String id) throws RequestFailed {
    return Subject.of(target).ask(() -> archive.find(target.name(), id));
  }

  /// What an entry changed in the live file; empty when nothing.
  public Optional<ContentChange> change(Entry entry) throws RequestFailed {
    Live after = entry.after();
    return Subject.of(entry.attempt().target()).ask(() -> change(entry, after, true));
  }

  /// What an entry changed, or would have: for a candidate that did not stay, against what was live
  /// before.
  public Optional<ContentChange> attempted(Entry entry) throws RequestFailed {
    Change change = entry.change();
    boolean stayed = !change.before().content().equals(change.after().content());
    return stayed || change.candidate().isEmpty()
        ? change(entry)
        : Subject.of(entry.attempt().target())
            .ask(() -> tried(entry, new Live.Managed(change.candidate().get().release())));
  }

  private Optional<ContentChange> tried(Entry entry, Live candidate) throws StepFailed {
    try {
      return change(entry, candidate, false);
    } catch (StepFailed e) {
      if (isRefusedUnread(entry)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<ContentChange> change(Entry entry, Live after, boolean stayed)
      throws StepFailed {
    TargetName target = entry.attempt().target();
    Live before = entry.change().before();
    if (before.content().equals(after.content())) {
      return Optional.empty();
    }
    return Optional.of(
        new ContentChange(
            new ContentChange.Side(before, Ledger.content(ledger, target, before)),
            new ContentChange.Side(after, Ledger.content(ledger, target, after)),
            stayed));
  }

  /// A refusal that is not about the bytes (a rewritten branch, a missing signature, the size)
  /// comes before they are read, so the record does not hold them.
  private static boolean isRefusedUnread(Entry entry) {
    return entry.outcome() == OutcomeKind.REFUSED && entry.change().quarantine().isEmpty();
  }
}
