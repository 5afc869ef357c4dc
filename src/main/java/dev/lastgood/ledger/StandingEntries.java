// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Order;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Which entries of a chain put something there that stands (content into quarantine, a pause, an
/// accepted rewrite): a function of the entries and of nothing else.
///
/// It stands until an entry ends it: an order that names it, or one that follows it and puts the
/// same there again, or makes the content live and good. What an entry does not follow it has not
/// seen, and does not end.
final class StandingEntries {
  private StandingEntries() {}

  /// What is put there. Of what is put there twice, the later one stands for both.
  private record Subject(Kind kind, String name) {}

  private enum Kind {
    QUARANTINE,
    PAUSE,
    REWRITE
  }

  /// What a chain says.
  ///
  /// @param standing newest first
  /// @param ordered every entry with an order, newest first
  record Derived(List<StoredEntry> standing, List<StoredEntry> ordered) {}

  /// Reads the whole chain.
  static Derived derive(OpenLedger ledger, TargetName target) throws IOException {
    Derived derived = new Derived(new ArrayList<>(), new ArrayList<>());
    Map<ObjectId, Set<Subject>> endedByFollowers = new HashMap<>();
    Set<EntryId> named = new HashSet<>();
    ledger.walk(
        target,
        stored -> {
          Attempt attempt = stored.entry().attempt();
          Set<Subject> ended =
              Optional.ofNullable(endedByFollowers.remove(stored.commit())).orElseGet(HashSet::new);
          if (put(attempt).filter(subject -> !ended.contains(subject)).isPresent()
              && !named.contains(stored.entry().id())) {
            derived.standing.add(stored);
          }
          if (attempt.change().order().isPresent()) {
            derived.ordered.add(stored);
          }
          named.addAll(named(attempt));
          ended.addAll(ended(attempt));
          tell(endedByFollowers, stored.commit(), ended);
          return true;
        });
    return derived;
  }

  /// Where one entry follows another, as nearly always, the set moves on and is not copied.
  private static void tell(
      Map<ObjectId, Set<Subject>> endedByFollowers, RevCommit commit, Set<Subject> ended) {
    for (int i = 0; i < commit.getParentCount(); i++) {
      Set<Subject> given = i == 0 ? ended : new HashSet<>(ended);
      Set<Subject> known = endedByFollowers.putIfAbsent(commit.getParent(i).copy(), given);
      if (known != null) {
        known.addAll(ended);
      }
    }
  }

  /// What stands after one more entry.
  static List<StoredEntry> with(List<StoredEntry> standing, StoredEntry next) {
    Attempt attempt = next.entry().attempt();
    Set<EntryId> named = named(attempt);
    Set<Subject> ended = ended(attempt);
    List<StoredEntry> still = new ArrayList<>();
    if (put(attempt).isPresent()) {
      still.add(next);
    }
    standing.stream()
        .filter(one -> !named.contains(one.entry().id()))
        .filter(one -> put(one.entry().attempt()).filter(ended::contains).isEmpty())
        .forEach(still::add);
    return still;
  }

  private static Optional<Subject> put(Attempt attempt) {
    return attempt
        .change()
        .quarantine()
        .map(one -> new Subject(Kind.QUARANTINE, one.blob().hex()))
        .or(() -> attempt.change().order().flatMap(StandingEntries::put));
  }

  private static Optional<Subject> put(Order order) {
    return switch (order) {
      case Order.Pause _ -> Optional.of(new Subject(Kind.PAUSE, ""));
      case Order.AcceptRewrite(String address, _, _) ->
          Optional.of(new Subject(Kind.REWRITE, address));
      case Order.Resume _, Order.Clear _ -> Optional.empty();
    };
  }

  private static Set<Subject> ended(Attempt attempt) {
    Set<Subject> ended = new HashSet<>();
    put(attempt).ifPresent(ended::add);
    attempt.released().ifPresent(blob -> ended.add(new Subject(Kind.QUARANTINE, blob.hex())));
    return ended;
  }

  private static Set<EntryId> named(Attempt attempt) {
    return attempt
        .change()
        .order()
        .map(order ->
            switch (order) {
              case Order.Resume(Set<EntryId> ends) -> ends;
              case Order.Clear(_, Set<EntryId> ends) -> ends;
              case Order.Pause _, Order.AcceptRewrite _ -> Set.<EntryId>of();
            })
        .orElse(Set.of());
  }
}
