// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.ObjectId;

/// What was read of each target last, bound to the refs that it was read from: all of it follows
/// from the objects that these name, which never change. Within a pass the record is asked several
/// times, and once more when it is over. Not for longer: a process that stays finds damage as a
/// timer's does.
final class KnownHistories {
  private static final Duration USABLE = Duration.ofSeconds(20);

  private final Map<TargetName, Known> all = new ConcurrentHashMap<>();

  /// @param at when it was read, by [System#nanoTime]
  /// @param index what it says of the chain
  private record Known(long at, Refs refs, History history, ChainIndex.Lines index) {
    boolean isOf(Refs now) {
      return System.nanoTime() - at < USABLE.toNanos() && refs.isLike(now);
    }
  }

  /// Compared by hand: a record's own comparison is made anew in every process.
  private record Refs(Optional<ObjectId> tip, Optional<ObjectId> index, Optional<ObjectId> intent) {
    static Refs of(OpenLedger ledger, TargetName target) throws IOException {
      return new Refs(
          ledger.tip(target),
          ledger.refs().read(LedgerRefs.index(target)),
          ledger.refs().read(LedgerRefs.intent(target)));
    }

    boolean isLike(Refs other) {
      return tip.equals(other.tip) && index.equals(other.index) && intent.equals(other.intent);
    }
  }

  /// What the ledger says of a target now.
  History history(OpenLedger ledger, TargetName target) throws IOException {
    Optional<Known> known = known(ledger, target);
    return known.isPresent() ? known.get().history : new HistoryReader(ledger, target).read();
  }

  /// What is counted by the index that this very history was read with.
  @SuppressWarnings("ReferenceEquality") // an equal one may be of another index
  Optional<Tally> tally(TargetName target, History history) {
    Known last = all.get(target);
    return last != null && last.history == history ? last.index.tally() : Optional.empty();
  }

  /// What is counted now, by whatever tells it.
  static Tally counted(OpenLedger ledger, TargetName target) throws IOException {
    Optional<Tally> indexed = new ChainIndex(ledger, target).tally();
    return indexed.isPresent() ? indexed.get() : ChainSummary.count(ledger, target);
  }

  /// Nothing where there is no index of the newest entry: then orders of an earlier version count,
  /// which are under refs of their own.
  private Optional<Known> known(OpenLedger ledger, TargetName target) throws IOException {
    Refs refs = Refs.of(ledger, target);
    Known last = all.get(target);
    if (last != null && last.isOf(refs)) {
      return Optional.of(last);
    }
    Optional<ChainIndex.Lines> index = new ChainIndex(ledger, target).lines();
    if (index.isEmpty()) {
      return Optional.empty();
    }
    History read = new HistoryReader(ledger, target).read();
    Known now = new Known(System.nanoTime(), refs, read, index.get());
    all.put(target, now);
    return Optional.of(now);
  }
}
