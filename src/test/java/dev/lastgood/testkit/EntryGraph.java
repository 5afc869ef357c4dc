// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Order;
import dev.lastgood.model.Quarantine;
import dev.lastgood.sync.port.Ledger.Contents;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Entries with their parents, as a repository holds them: named by what they say, never changed.
final class EntryGraph {
  private final Map<EntryId, Node> nodes = new HashMap<>();

  /// An entry, what came before it, and its bytes.
  private record Node(Entry entry, List<EntryId> parents, Contents contents) {}

  /// Adds an entry. The same one on top of the same ones has the same name, wherever it is added.
  Entry add(Attempt attempt, Instant at, List<EntryId> parents, Contents contents) {
    Entry entry = new Entry(id(parents + " " + at + " " + attempt), at, attempt);
    nodes.put(entry.id(), new Node(entry, List.copyOf(parents), contents));
    return entry;
  }

  /// Adds what another one holds up to an entry.
  void receive(EntryGraph other, EntryId tip) {
    Deque<EntryId> left = new ArrayDeque<>(List.of(tip));
    while (!left.isEmpty()) {
      EntryId id = left.pop();
      if (nodes.putIfAbsent(id, other.node(id)) == null) {
        left.addAll(other.node(id).parents());
      }
    }
  }

  Optional<Entry> entry(EntryId id) {
    return Optional.ofNullable(nodes.get(id)).map(Node::entry);
  }

  Optional<Contents> contents(EntryId id) {
    return Optional.ofNullable(nodes.get(id)).map(Node::contents);
  }

  /// Whether an entry is another one, or comes before it.
  boolean isReachable(EntryId id, EntryId tip) {
    return reachable(tip).contains(id);
  }

  /// An entry and all before it.
  Set<EntryId> reachable(EntryId tip) {
    Set<EntryId> seen = new LinkedHashSet<>();
    Deque<EntryId> left = new ArrayDeque<>(List.of(tip));
    while (!left.isEmpty()) {
      EntryId id = left.pop();
      if (seen.add(id)) {
        left.addAll(node(id).parents());
      }
    }
    return seen;
  }

  /// All up to an entry, oldest first; each after those before it.
  List<Entry> upTo(EntryId tip) {
    Map<EntryId, Integer> children = new HashMap<>();
    Set<EntryId> all = reachable(tip);
    all.forEach(
        id -> node(id).parents().forEach(parent -> children.merge(parent, 1, Integer::sum)));
    PriorityQueue<Entry> next =
        new PriorityQueue<>(
            Comparator.comparing(Entry::at)
                .reversed()
                .thenComparing(entry -> entry.id().toString()));
    next.add(node(tip).entry());
    List<Entry> order = new ArrayList<>();
    while (!next.isEmpty()) {
      Entry entry = next.poll();
      order.add(entry);
      for (EntryId parent : node(entry.id()).parents()) {
        if (children.merge(parent, -1, Integer::sum) == 0) {
          next.add(node(parent).entry());
        }
      }
    }
    return new ArrayList<>(order.reversed());
  }

  /// What was live here, newest first: an entry and its first parents.
  List<Entry> firstParents(EntryId tip) {
    List<Entry> line = new ArrayList<>();
    Optional<EntryId> each = Optional.of(tip);
    while (each.isPresent()) {
      Node node = node(each.get());
      line.add(node.entry());
      each = node.parents().stream().findFirst();
    }
    return line;
  }

  /// Which of the entries put something there that stands, newest first: no order ends it, and no
  /// entry that has seen it puts the same there again or makes the content good.
  List<Entry> standing(List<Entry> all) {
    return all.reversed().stream()
        .filter(entry -> put(entry).isPresent())
        .filter(entry -> all.stream().noneMatch(other -> ends(other, entry)))
        .toList();
  }

  private boolean ends(Entry entry, Entry standing) {
    Optional<Object> put = put(standing);
    boolean named =
        entry
            .change()
            .order()
            .filter(order ->
                switch (order) {
                  case Order.Clear(_, var ends) -> ends.contains(standing.id());
                  case Order.Resume(var ends) -> ends.contains(standing.id());
                  case Order.Pause _, Order.AcceptRewrite _ -> false;
                })
            .isPresent();
    boolean same =
        !entry.equals(standing)
            && (put(entry).equals(put)
                || entry.attempt().released().<Object>map(blob -> blob).equals(put));
    return named || (same && isReachable(standing.id(), entry.id()));
  }

  private static Optional<Object> put(Entry entry) {
    Optional<Object> quarantined = entry.change().quarantine().map(Quarantine::blob);
    return quarantined.or(() ->
        entry
            .change()
            .order()
            .flatMap(order ->
                switch (order) {
                  case Order.Pause _ -> Optional.of("pause");
                  case Order.AcceptRewrite(String address, _, _) -> Optional.of(address);
                  case Order.Resume _, Order.Clear _ -> Optional.empty();
                }));
  }

  private Node node(EntryId id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no entry " + id);
    }
    return node;
  }

  private static EntryId id(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return new EntryId(new CommitId(HexFormat.of().formatHex(hash)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
