// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// A chain's commits, each once, newest first, each before its parents: as `git log --date-order`
/// shows them.
///
/// As long as no join is met there is one way to go, and no more is read than is shown. What lies
/// before a join is read once to know which entries have several after them: dates alone don't
/// tell, since a clock may have been set back.
final class DateOrder {
  private final LedgerObjects objects;
  private final PriorityQueue<Shown> ready =
      new PriorityQueue<>(
          Comparator.comparingLong(Shown::date).reversed().thenComparingInt(Shown::number));
  private final Map<ObjectId, Integer> waiting = new HashMap<>();
  private boolean isForked;
  private int count;

  DateOrder(LedgerObjects objects, Optional<ObjectId> tip) throws IOException {
    this.objects = objects;
    if (tip.isPresent()) {
      add(tip.get());
    }
  }

  /// One that may come next.
  ///
  /// @param number in which order they were met; the date is to the second
  private record Shown(RevCommit commit, long date, int number) {}

  /// The next one; empty at the end.
  Optional<RevCommit> next() throws IOException {
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    RevCommit commit = ready.remove().commit();
    List<ObjectId> parents = EntryReader.parents(commit);
    if (parents.size() > 1 && !isForked) {
      isForked = true;
      countChildren(parents);
    }
    for (ObjectId parent : parents) {
      if (!isForked || waiting.merge(parent, -1, Integer::sum) == 0) {
        add(parent);
      }
    }
    return Optional.of(commit);
  }

  private void add(ObjectId id) throws IOException {
    RevCommit commit = objects.commit(id);
    ready.add(new Shown(commit, Integer.toUnsignedLong(commit.getCommitTime()), count++));
  }

  private void countChildren(List<ObjectId> parents) throws IOException {
    Deque<ObjectId> pending = new ArrayDeque<>();
    parents.forEach(parent -> count(parent, pending));
    while (!pending.isEmpty()) {
      EntryReader.parents(objects.commit(pending.pop())).forEach(id -> count(id, pending));
    }
  }

  private void count(ObjectId id, Deque<ObjectId> pending) {
    if (waiting.merge(id, 1, Integer::sum) == 1) {
      pending.push(id);
    }
  }
}
