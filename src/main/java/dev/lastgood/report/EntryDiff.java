// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.StepFailed;
import java.util.List;
import java.util.Optional;

/// What an entry changed in the file, or tried to.
public final class EntryDiff {
  private EntryDiff() {}

  /// What changed in the live file; nothing when nothing did.
  public static List<Line> live(Ledger ledger, Entry entry) throws StepFailed {
    Change change = entry.attempt().change();
    return diff(ledger, entry, change.before(), name(change.after()), change.after().content());
  }

  /// What changed, or would have: for a candidate that did not stay, against what was live before.
  public static List<Line> tried(Ledger ledger, Entry entry) throws StepFailed {
    Change change = entry.attempt().change();
    if (!change.before().content().equals(change.after().content())
        || change.candidate().isEmpty()) {
      return live(ledger, entry);
    }
    var release = change.candidate().get().release();
    try {
      return diff(
          ledger,
          entry,
          change.before(),
          "tried " + release.commit().abbreviated(),
          Optional.of(release.blob()));
    } catch (StepFailed e) {
      if (isRefusedUnread(entry)) {
        return List.of();
      }
      throw e;
    }
  }

  /// A refusal that is not about the bytes (a rewritten branch, a missing signature, the size)
  /// comes before they are read, so the record does not hold them.
  private static boolean isRefusedUnread(Entry entry) {
    return entry.attempt().outcome() == OutcomeKind.REFUSED
        && entry.attempt().change().quarantine().isEmpty();
  }

  private static List<Line> diff(
      Ledger ledger, Entry entry, Live before, String afterName, Optional<BlobId> after)
      throws StepFailed {
    if (before.content().equals(after)) {
      return List.of();
    }
    return UnifiedDiff.diff(
        new UnifiedDiff.Side(name(before), content(ledger, entry, before.content())),
        new UnifiedDiff.Side(afterName, content(ledger, entry, after)));
  }

  private static Optional<Content> content(Ledger ledger, Entry entry, Optional<BlobId> blob)
      throws StepFailed {
    return blob.isEmpty()
        ? Optional.empty()
        : Optional.of(ledger.content(entry.attempt().target(), blob.get()));
  }

  private static String name(Live live) {
    return switch (live) {
      case Live.Nothing() -> "/dev/null";
      case Live.Managed(var release) -> "live " + release.commit().abbreviated();
      case Live.Foreign(BlobId blob) -> "foreign " + blob.abbreviated();
    };
  }
}
