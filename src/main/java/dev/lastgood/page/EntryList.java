// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.AuditLog;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The entries of all targets, newest first: the newest whole, older ones in brief, and what
/// neither has room for only counted.
///
/// Of one target the order is the record's: a clock may have been set back. What is kept in memory
/// is bounded by what the page has room for, however many targets and entries there are.
final class EntryList {
  private final Bounds bounds;
  private final PriorityQueue<Listed> newest;
  private int bytes;
  private int seen;

  /// What a page has room for.
  ///
  /// @param mostWhole entries with all that is recorded
  /// @param whole how many bytes these may take
  /// @param brief how many bytes the others may take
  record Bounds(int mostWhole, int whole, int brief) {
    /// A page of 5 MB at most.
    static final Bounds PAGE = new Bounds(250, 1_900_000, 2_600_000);
  }

  /// An entry in brief.
  ///
  /// @param number how many were read before it
  private record Listed(EntryHtml target, Instant at, String entry, String brief, int number) {}

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
    Comparator<Listed> age = Comparator.comparing(Listed::number, Comparator.reverseOrder());
    this.newest = new PriorityQueue<>(targets == 1 ? age : oldestFirst().thenComparing(age));
  }

  private static Comparator<Listed> oldestFirst() {
    return Comparator.comparing(Listed::at);
  }

  /// Adds an entry; of one target they come newest first.
  void add(EntryHtml target, Entry entry, Html brief) {
    Listed listed = new Listed(target, entry.at(), entry.id().toString(), brief.toString(), seen++);
    newest.add(listed);
    bytes += size(listed.brief());
    while (bytes > bounds.brief()) {
      bytes -= size(newest.remove().brief());
    }
  }

  /// Writes the list. What is whole is read again: the record is not held in memory.
  Filled fill() {
    List<Listed> all = newest.stream().sorted(newest.comparator().reversed()).toList();
    StringBuilder whole = new StringBuilder();
    int room = bounds.whole();
    int next = 0;
    while (next < Math.min(all.size(), bounds.mostWhole())) {
      String item = whole(all.get(next));
      room -= size(item);
      if (room < 0) {
        break;
      }
      whole.append(item);
      next++;
    }
    StringBuilder brief = new StringBuilder();
    all.subList(next, all.size()).forEach(each -> brief.append(each.brief()));
    Counts counts = new Counts(next, all.size() - next, seen - all.size());
    return new Filled(whole.toString(), brief.toString(), counts);
  }

  private static String whole(Listed listed) {
    try {
      AuditLog log = new AuditLog(listed.target().target().chain());
      return listed.target().whole(log.entry(listed.entry())).toString();
    } catch (RequestFailed e) {
      return listed.brief(); // it was there a moment ago; who reads on is told by verify
    }
  }

  private static int size(String html) {
    return html.getBytes(StandardCharsets.UTF_8).length;
  }
}
