// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/// The entries of all targets, newest first: the newest whole, older ones in brief, and what
/// neither has room for only counted.
///
/// Of one target the order is the record's: a clock may have been set back. What is kept in memory
/// is bounded by what the page has room for, however many targets and entries there are.
final class EntryList {
  private final Bounds bounds;
  private final Comparator<Listed> oldestFirst;
  private final PriorityQueue<Listed> brief;
  private final PriorityQueue<Listed> whole;
  private int bytes;
  private int seen;

  /// What a page has room for.
  ///
  /// @param mostWhole entries with all that is recorded
  /// @param whole how many bytes these may take
  /// @param brief how many bytes the others may take
  record Bounds(int mostWhole, int whole, int brief) {
    /// A page of 5 MB at most.
    static final Bounds PAGE = new Bounds(250, 1_600_000, 3_300_000);
  }

  /// An entry, and what there may be of it in the page.
  ///
  /// @param number how many were read before it
  private record Listed(int number, Instant at, String brief, Supplier<Html> whole) {}

  /// What came of it.
  ///
  /// @param whole the newest entries, as items
  /// @param brief those before them, as items of a line each
  /// @param counts how many of each
  record Filled(String whole, String brief, Counts counts) {}

  /// How many entries are there so.
  ///
  /// @param left not at all
  record Counts(int whole, int brief, int left) {
    int all() {
      return whole + brief + left;
    }
  }

  /// @param targets how many there are
  EntryList(Bounds bounds, int targets) {
    this.bounds = bounds;
    Comparator<Listed> byNumber = Comparator.comparing(Listed::number, Comparator.reverseOrder());
    this.oldestFirst =
        targets == 1 ? byNumber : Comparator.comparing(Listed::at).thenComparing(byNumber);
    this.brief = new PriorityQueue<>(oldestFirst);
    this.whole = new PriorityQueue<>(oldestFirst);
  }

  /// Adds an entry; of one target they come newest first.
  ///
  /// @param inBrief the item on one line
  /// @param inFull makes the whole item; called for few, in the end
  void add(Entry entry, Html inBrief, Supplier<Html> inFull) {
    Listed listed = new Listed(seen++, entry.at(), inBrief.toString(), inFull);
    whole.add(listed);
    if (whole.size() > bounds.mostWhole()) {
      whole.remove();
    }
    Listed kept = new Listed(listed.number(), listed.at(), listed.brief(), Html::new);
    brief.add(kept);
    bytes += size(kept.brief());
    while (bytes > bounds.brief()) {
      bytes -= size(brief.remove().brief());
    }
  }

  /// Writes the list.
  Filled fill() {
    StringBuilder items = new StringBuilder();
    int count = 0;
    int room = bounds.whole();
    for (Listed each : newestFirst(whole)) {
      String item = each.whole().get().toString();
      room -= size(item);
      if (room < 0) {
        break;
      }
      items.append(item);
      count++;
    }
    List<Listed> older = newestFirst(brief);
    int from = Math.min(count, older.size());
    StringBuilder lines = new StringBuilder();
    older.subList(from, older.size()).forEach(each -> lines.append(each.brief()));
    Counts counts = new Counts(count, older.size() - from, seen - Math.max(count, older.size()));
    return new Filled(items.toString(), lines.toString(), counts);
  }

  private List<Listed> newestFirst(Collection<Listed> listed) {
    return listed.stream().sorted(oldestFirst.reversed()).toList();
  }

  private static int size(String html) {
    return html.getBytes(StandardCharsets.UTF_8).length;
  }
}
