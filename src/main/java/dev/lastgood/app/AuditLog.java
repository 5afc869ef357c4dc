// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the record holds, entry by entry.
public final class AuditLog {
  private final Chain chain;

  public AuditLog(Chain chain) {
    this.chain = chain;
  }

  /// The entries that fit, newest first. Of one target the order is the record's: a clock may have
  /// been set back.
  public static List<Located> entries(List<Chain> chains, EntryFilter filter, int atMost)
      throws RequestFailed {
    List<Located> found = new ArrayList<>();
    for (Chain chain : chains) {
      List<Entry> entries = Subject.of(chain).ask(() -> entries(chain, filter, atMost));
      entries.forEach(entry -> found.add(new Located(chain, entry)));
    }
    if (chains.size() > 1) {
      found.sort(Comparator.comparing((Located one) -> one.entry().at()).reversed());
    }
    return found.subList(0, Math.min(found.size(), atMost));
  }

  /// An entry, and where it was found.
  public record Located(Chain chain, Entry entry) {}

  /// Reads no further back than it must.
  private static List<Entry> entries(Chain chain, EntryFilter filter, int atMost)
      throws StepFailed {
    List<Entry> found = new ArrayList<>();
    chain.walk(entry -> {
      if (filter.fits(entry) && found.size() < atMost) {
        found.add(entry);
      }
      return found.size() < atMost;
    });
    return found;
  }

  /// The entry that an id, the beginning of one, or `@{N}` names.
  public Entry entry(String id) throws RequestFailed {
    return Subject.of(chain).ask(() -> chain.find(id));
  }

  /// What an entry changed in the live file; empty when nothing.
  public Optional<ContentChange> change(Entry entry) throws RequestFailed {
    Live after = entry.after();
    return Subject.of(chain).ask(() -> change(entry, after, true));
  }

  /// What an entry changed, or would have: for a candidate that did not stay, against what was live
  /// before.
  public Optional<ContentChange> attempted(Entry entry) throws RequestFailed {
    Change change = entry.change();
    boolean stayed = !change.before().content().equals(change.after().content());
    return stayed || change.candidate().isEmpty()
        ? change(entry)
        : Subject.of(chain)
            .ask(() -> tried(entry, new Live.Managed(change.candidate().get().release())));
  }

  /// The bytes of what is live after an entry, or was tried; empty when that is nothing, or was
  /// refused before they were read.
  public Optional<Content> content(Entry entry, Live file) throws RequestFailed {
    boolean unread = isRefusedUnread(entry) && file.managed().equals(entry.change().release());
    return Subject.of(chain)
        .ask(() -> {
          try {
            return chain.content(file);
          } catch (StepFailed e) {
            if (unread) {
              return Optional.empty();
            }
            throw e;
          }
        });
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
    Live before = entry.change().before();
    if (before.content().equals(after.content())) {
      return Optional.empty();
    }
    return Optional.of(
        new ContentChange(
            new ContentChange.Side(before, chain.content(before)),
            new ContentChange.Side(after, chain.content(after)),
            stayed));
  }

  /// A refusal that is not about the bytes (a rewritten branch, a missing signature, the size)
  /// comes before they are read, so the record does not hold them.
  private static boolean isRefusedUnread(Entry entry) {
    return entry.outcome() == OutcomeKind.REFUSED && entry.change().quarantine().isEmpty();
  }
}
