// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Ledger.Contents;
import dev.lastgood.sync.port.Progress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/// Holds one target's entries against their hashes, their trees, their messages and each other.
final class ChainCheck {
  private final OpenLedger ledger;
  private final TargetName target;
  private final Set<ObjectId> seen = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  ChainCheck(OpenLedger ledger, TargetName target) {
    this.ledger = ledger;
    this.target = target;
  }

  /// Walks to the first entry, past those that don't fit, as far as parents can be read.
  ///
  /// @param progress told of each entry
  /// @return the problems, oldest entry first
  List<String> walk(Progress.Task progress) throws IOException {
    Deque<ObjectId> next = new ArrayDeque<>();
    ledger.tip(target).ifPresent(next::push);
    while (!next.isEmpty()) {
      ObjectId id = next.pop();
      if (seen.add(id)) {
        check(id);
        progress.advance(1);
        parents(id).reversed().forEach(next::push);
      }
    }
    return problems.reversed();
  }

  /// The entries that were walked, newest first.
  Set<ObjectId> seen() {
    return seen;
  }

  private void check(ObjectId id) {
    try {
      require(ledger, target, id);
    } catch (IOException e) {
      report(id, String.valueOf(e.getMessage()));
    }
  }

  /// Holds one entry against all that it must agree with.
  static void require(OpenLedger ledger, TargetName target, ObjectId id) throws IOException {
    StoredEntry stored = ledger.entry(target, id);
    checkDate(stored);
    checkTrailers(stored);
    checkCandidate(stored.entry().attempt(), ledger.contents(id));
  }

  private List<ObjectId> parents(ObjectId id) {
    try {
      return EntryReader.parents(ledger.objects().commit(id));
    } catch (IOException e) { // reported by check; what lies behind can't be reached
      return List.of();
    }
  }

  /// JGit reads a header's date as 32 bits, of which it drops the rest; the record has them all.
  private static void checkDate(StoredEntry stored) throws LedgerDamaged {
    if (stored.commit().getCommitTime() != (int) CommitIdents.date(stored.entry().at())) {
      throw new LedgerDamaged(
          "its commit has another date than its record, " + stored.entry().at());
    }
  }

  /// The trailers are made of the record, so both say the same.
  private static void checkTrailers(StoredEntry stored) throws LedgerDamaged {
    for (Map.Entry<String, String> trailer :
        EntryMessage.trailers(stored.entry().attempt()).entrySet()) {
      List<String> said = stored.commit().getFooterLines(trailer.getKey());
      if (!said.equals(List.of(trailer.getValue()))) {
        throw new LedgerDamaged(
            "its message says %s: %s, its record %s"
                .formatted(trailer.getKey(), String.join(", ", said), trailer.getValue()));
      }
    }
  }

  /// The bytes that were tried are some that the record speaks of. (That the live ones are has been
  /// checked by whoever read the entry.)
  private static void checkCandidate(Attempt attempt, Contents contents) throws LedgerDamaged {
    Optional<BlobId> tried = contents.candidate().map(Content::blob);
    boolean known =
        Stream.of(
                attempt.change().candidate().map(candidate -> candidate.release().blob()),
                attempt.change().quarantine().map(Quarantine::blob),
                attempt.change().before().content())
            .anyMatch(tried::equals);
    if (tried.isPresent() && !known) {
      throw new LedgerDamaged("it holds the bytes %s, its record not".formatted(tried.get()));
    }
  }

  private void report(ObjectId id, String message) {
    problems.add(LedgerVerifier.problem(ledger.branch(target), Optional.of(id), message));
  }
}
