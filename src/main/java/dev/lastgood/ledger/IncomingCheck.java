// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.text.Harmless;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/// Verifies what a remote sent, entry by entry, before any of it is taken into the ledger.
///
/// An entry that the ledger holds already ends the walk: what comes before it was written here, or
/// verified when it came.
final class IncomingCheck {
  private static final int MOST_ENTRIES = 100_000;
  private static final int LONGEST = 300;

  private final OpenLedger staged;
  private final OpenLedger ledger;
  private final TargetName target;
  private final long deadline;

  /// @param staged what came, with the ledger's objects beside it
  IncomingCheck(OpenLedger staged, OpenLedger ledger, TargetName target, Duration most) {
    this.staged = staged;
    this.ledger = ledger;
    this.target = target;
    this.deadline = System.nanoTime() + most.toNanos();
  }

  /// What is wrong with the chain that ends there; empty when nothing is.
  ///
  /// @param progress told of each entry
  /// @throws IOException when this host's own files can't be read
  Optional<String> problem(ObjectId tip, Progress progress) throws IOException {
    Set<ObjectId> seen = new LinkedHashSet<>(Set.of(tip));
    Deque<ObjectId> next = new ArrayDeque<>(seen);
    try (Progress.Task task = progress.begin(Progress.Activity.VERIFYING, target.value())) {
      return problem(seen, next, task);
    }
  }

  private Optional<String> problem(Set<ObjectId> seen, Deque<ObjectId> next, Progress.Task task)
      throws IOException {
    for (ObjectId id = next.poll(); id != null; id = next.poll()) {
      task.advance(1);
      if (seen.size() > MOST_ENTRIES || System.nanoTime() - deadline > 0) {
        return Optional.of("it has more entries than can be verified: " + seen.size() + " or more");
      }
      Optional<String> problem = problem(id, seen, next);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static String named(ObjectId id, String problem) {
    return problem.contains(id.name()) ? problem : "entry " + id.name() + ": " + problem;
  }

  private Optional<String> problem(ObjectId id, Set<ObjectId> seen, Deque<ObjectId> next)
      throws IOException {
    try {
      if (ledger.objects().has(id)) {
        ledger.entry(target, id);
        return Optional.empty();
      }
      ChainCheck.require(staged, target, id);
      for (ObjectId parent : EntryReader.parents(staged.objects().commit(id))) {
        if (seen.add(parent)) {
          next.add(parent);
        }
      }
      return Optional.empty();
    } catch (LedgerDamaged
        | MissingObjectException
        | CorruptObjectException
        | IncorrectObjectTypeException e) {
      return Optional.of(Harmless.line(named(id, String.valueOf(e.getMessage())), LONGEST));
    }
  }
}
