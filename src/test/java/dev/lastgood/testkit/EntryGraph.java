// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
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

  /// What is in quarantine after entries, oldest first: put there by one of them, and neither ended
  /// by an order nor by one that has seen it and made the content good.
  Map<BlobId, Quarantine> quarantine(List<Entry> all) {
    Map<BlobId, Quarantine> quarantine = new HashMap<>();
    for (Entry entry : all) {
      entry
          .change()
          .quarantine()
          .filter(bad -> all.stream().noneMatch(other -> ends(other, entry.id(), bad.blob())))
          .ifPresent(bad -> quarantine.put(bad.blob(), bad));
    }
    return quarantine;
  }

  private boolean ends(Entry entry, EntryId put, BlobId blob) {
    boolean ordered =
        entry
            .change()
            .order()
            .filter(order ->
                switch (order) {
                  case Order.Clear(_, var ends) -> ends.contains(put);
                  case Order.Pause _, Order.Resume _, Order.AcceptRewrite _ -> false;
                })
            .isPresent();
    return ordered
        || (entry.attempt().released().equals(Optional.of(blob)) && isReachable(put, entry.id()));
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
