// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/// The index of the entries that stand, so that a quiet pass walks no chain.
///
/// `refs/lastgood/index/<target>` names a blob: the entry that it was made at, and those that stand
/// then, newest first, each on a line. It is believed when that is the newest entry still, and all
/// it names are entries. One that is missing, older, damaged, or of an earlier version is made anew
/// of the chain by the next writing.
final class StandingIndex {
  private static final String AT = "tip ";

  private final OpenLedger ledger;
  private final TargetName target;

  StandingIndex(OpenLedger ledger, TargetName target) {
    this.ledger = ledger;
    this.target = target;
  }

  /// The entries that stand; empty when the index is not one of the newest entry, or can't be
  /// followed: the chain tells the same, or what is damaged.
  Optional<List<StoredEntry>> read() throws IOException {
    Optional<List<ObjectId>> listed = listed();
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    List<StoredEntry> standing = new ArrayList<>();
    try {
      for (ObjectId id : listed.get()) {
        standing.add(ledger.entry(target, id));
      }
    } catch (LedgerDamaged
        | MissingObjectException
        | CorruptObjectException
        | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
    return Optional.of(standing);
  }

  /// The ids of those entries.
  Optional<List<ObjectId>> listed() throws IOException {
    Optional<ObjectId> index = ledger.refs().read(LedgerRefs.index(target));
    Optional<ObjectId> tip = ledger.tip(target);
    if (index.isEmpty() || tip.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = lines(index.get());
    return lines.isEmpty() || !lines.getFirst().equals(AT + tip.get().name())
        ? Optional.empty()
        : ids(lines.subList(1, lines.size()));
  }

  private List<String> lines(ObjectId index) {
    try {
      return new String(ledger.objects().blob(index), US_ASCII).lines().toList();
    } catch (IOException e) { // the chain tells the same
      return List.of();
    }
  }

  private static Optional<List<ObjectId>> ids(List<String> lines) {
    try {
      return Optional.of(lines.stream().map(ObjectId::fromString).toList());
    } catch (IllegalArgumentException e) { // lastgood wrote the first line, and not this one
      return Optional.empty();
    }
  }

  /// Notes what stands after the newest entry.
  void write(List<StoredEntry> standing) throws IOException {
    Optional<ObjectId> tip = ledger.tip(target);
    if (tip.isPresent()) {
      String list =
          standing.stream()
              .map(entry -> entry.entry().id() + "\n")
              .collect(Collectors.joining("", AT + tip.get().name() + "\n", ""));
      ledger
          .refs()
          .point(LedgerRefs.index(target), ledger.objects().write(list.getBytes(US_ASCII)));
    }
  }
}
