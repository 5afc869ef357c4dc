// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Which entries follow which, by their parents alone: dates are of clocks that may be wrong.
record Ancestry(LedgerObjects objects) {
  /// Whether one is the other, or comes before it.
  boolean contains(ObjectId tip, ObjectId ancestor) throws IOException {
    return walk(tip, Optional.of(ancestor)).contains(ancestor);
  }

  /// Those up to a tip that are not among those up to another one; the newest first as a rule.
  Set<ObjectId> between(Optional<ObjectId> known, ObjectId tip) throws IOException {
    Walked walked = walk(tip, known);
    Set<ObjectId> ids = walked.ids();
    if (known.isPresent()) {
      ids.remove(known.get());
      if (walked.hasRoot()) { // some way leads past it, or around it
        ids.removeAll(walk(known.get(), Optional.empty()).ids());
      }
    }
    return ids;
  }

  /// From a tip down, not beyond one that is known.
  private Walked walk(ObjectId tip, Optional<ObjectId> end) throws IOException {
    Set<ObjectId> seen = new LinkedHashSet<>(Set.of(tip));
    Deque<ObjectId> next = new ArrayDeque<>(seen);
    boolean root = false;
    for (ObjectId id = next.poll(); id != null; id = next.poll()) {
      if (end.filter(id::equals).isPresent()) {
        continue;
      }
      RevCommit commit = objects.commit(id);
      root |= commit.getParentCount() == 0;
      for (ObjectId parent : EntryReader.parents(commit)) {
        if (seen.add(parent)) {
          next.add(parent);
        }
      }
    }
    return new Walked(seen, root);
  }

  private record Walked(Set<ObjectId> ids, boolean hasRoot) {
    boolean contains(ObjectId id) {
      return ids.contains(id);
    }
  }
}
