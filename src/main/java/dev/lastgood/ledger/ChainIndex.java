// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Tally;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/// The index of a chain, so that a quiet pass does not walk it: the entries that stand, and what is
/// counted over all of them.
///
/// `refs/lastgood/index/<target>` names a blob: the entry that it was made at, what is live then
/// and since when, how many entries have which outcome, and those that stand, newest first, each on
/// a line. It is believed when that is the newest entry still, and all it names are entries. One
/// that is missing, older, damaged, or of an earlier version is made anew of the chain by the next
/// writing.
final class ChainIndex {
  private static final String AT = "tip ";
  private static final String LIVE = "live";
  private static final String ENTRIES = "entries";

  /// So many lines come before those of the entries that stand.
  private static final int HEAD = 3;

  private final OpenLedger ledger;
  private final TargetName target;

  ChainIndex(OpenLedger ledger, TargetName target) {
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
    Optional<Lines> lines = lines();
    return lines.isEmpty() ? Optional.empty() : lines.get().standing();
  }

  /// What is counted; empty as that is.
  Optional<Tally> tally() throws IOException {
    Optional<Lines> lines = lines();
    return lines.isEmpty() ? Optional.empty() : lines.get().tally();
  }

  /// Its lines; empty when it is not one of the newest entry.
  Optional<Lines> lines() throws IOException {
    Optional<ObjectId> index = ledger.refs().read(LedgerRefs.index(target));
    Optional<ObjectId> tip = ledger.tip(target);
    return index.isEmpty() || tip.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lines(text(index.get()))).filter(lines -> lines.areOf(tip.get()));
  }

  /// What an index says, line by line.
  record Lines(List<String> all) {
    private boolean areOf(ObjectId tip) {
      return all.size() >= HEAD
          && all.getFirst().equals(AT + tip.name())
          && isOf(LIVE, all.get(1))
          && isOf(ENTRIES, all.get(2));
    }

    private static boolean isOf(String head, String line) {
      return line.equals(head) || line.startsWith(head + " ");
    }

    private Optional<List<ObjectId>> standing() {
      try {
        return Optional.of(
            all.subList(HEAD, all.size()).stream().map(ObjectId::fromString).toList());
      } catch (IllegalArgumentException e) { // lastgood wrote the first line, and not this one
        return Optional.empty();
      }
    }

    /// What is counted; empty when these are not lastgood's words.
    Optional<Tally> tally() {
      try {
        return Optional.of(new Tally(entries(words(2, ENTRIES)), live(words(1, LIVE))));
      } catch (IllegalArgumentException | DateTimeException e) {
        return Optional.empty();
      }
    }

    private List<String> words(int line, String head) {
      String text = all.get(line);
      return text.length() == head.length()
          ? List.of()
          : List.of(text.substring(head.length() + 1).split(" "));
    }

    private static Map<OutcomeKind, Long> entries(List<String> words) {
      Map<OutcomeKind, Long> counts = new EnumMap<>(OutcomeKind.class);
      for (int i = 0; i < words.size(); i += 2) {
        OutcomeKind kind = OutcomeKind.parse(words.get(i)).orElseThrow(Lines::foreign);
        counts.put(kind, Long.valueOf(i + 1 < words.size() ? words.get(i + 1) : ""));
      }
      return counts;
    }

    private static Optional<Tally.Live> live(List<String> words) {
      return switch (words.size()) {
        case 0 -> Optional.empty();
        case 2 ->
            Optional.of(
                new Tally.Live(
                    new BlobId(words.getFirst()),
                    Instant.ofEpochSecond(Long.parseLong(words.getLast()))));
        default -> throw foreign();
      };
    }

    private static IllegalArgumentException foreign() {
      return new IllegalArgumentException("no index");
    }
  }

  private List<String> text(ObjectId index) {
    try {
      return new String(ledger.objects().blob(index), US_ASCII).lines().toList();
    } catch (IOException e) { // the chain tells the same
      return List.of();
    }
  }

  /// Notes what the chain says up to the newest entry.
  void write(ChainSummary summary) throws IOException {
    Optional<ObjectId> tip = ledger.tip(target);
    if (tip.isPresent()) {
      StringBuilder list = new StringBuilder(AT + tip.get().name() + "\n" + LIVE);
      summary
          .tally()
          .live()
          .ifPresent(live ->
              list.append(' ')
                  .append(live.blob().hex())
                  .append(' ')
                  .append(live.since().getEpochSecond()));
      list.append('\n').append(ENTRIES);
      summary
          .tally()
          .entries()
          .forEach((kind, count) -> list.append(' ').append(kind.word()).append(' ').append(count));
      list.append('\n');
      summary.standing().forEach(stored -> list.append(stored.entry().id()).append('\n'));
      byte[] bytes = list.toString().getBytes(US_ASCII);
      ledger.refs().point(LedgerRefs.index(target), ledger.objects().write(bytes));
    }
  }
}
