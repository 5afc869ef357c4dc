// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Order;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.InForce;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Tally;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The record in memory.
public final class MemoryLedger implements Ledger {
  private final ManualClock clock;
  private final Map<TargetName, List<Entry>> entries = new HashMap<>();
  private final Map<EntryId, Contents> intended = new HashMap<>();
  private final EntryGraph graph = new EntryGraph();
  private final Map<BlobId, Content> blobs = new HashMap<>();
  private final Map<TargetName, Intent> intents = new HashMap<>();
  private final Map<EntryId, InForce> inForce = new HashMap<>();
  private int count;

  public MemoryLedger(ManualClock clock) {
    this.clock = clock;
  }

  /// As it is now, for a time that it is rolled back to, or another machine that it is cloned to.
  public MemoryLedger copy() {
    MemoryLedger copy = new MemoryLedger(clock);
    entries.forEach((target, all) -> copy.entries.put(target, new ArrayList<>(all)));
    entries
        .keySet()
        .forEach(target -> newest(target).ifPresent(tip -> copy.receive(graph, tip.id())));
    copy.intended.putAll(intended);
    copy.blobs.putAll(blobs);
    copy.intents.putAll(intents);
    copy.count = count;
    return copy;
  }

  @Override
  public History history(TargetName target) {
    InForce standing = tip(target).map(this::inForce).orElse(InForce.NOTHING);
    Set<BlobId> bad = new HashSet<>();
    standing
        .quarantines()
        .forEach(entry -> bad.add(entry.change().quarantine().orElseThrow().blob()));
    return new History(
        newest(target),
        line(target).stream().filter(Entry::isOfPass).findFirst(),
        Stream.concat(line(target).stream(), List.copyOf(of(target)).reversed().stream())
            .filter(entry -> isGood(entry, bad))
            .findFirst(),
        Optional.ofNullable(intents.get(target)),
        standing);
  }

  private InForce inForce(EntryId tip) {
    return inForce.computeIfAbsent(
        tip,
        _ -> {
          List<Entry> standing = graph.standing(graph.upTo(tip));
          return new InForce(
              standing.stream().filter(entry -> entry.change().quarantine().isPresent()).toList(),
              ordered(standing, Order.Pause.class),
              ordered(standing, Order.AcceptRewrite.class));
        });
  }

  private static List<Entry> ordered(List<Entry> standing, Class<? extends Order> order) {
    return standing.stream()
        .filter(entry -> entry.change().order().filter(order::isInstance).isPresent())
        .toList();
  }

  private static boolean isGood(Entry entry, Set<BlobId> bad) {
    boolean good = entry.proof().standing().isGood() || entry.outcome() == OutcomeKind.ADOPTED;
    return good && entry.after().content().filter(blob -> !bad.contains(blob)).isPresent();
  }

  @Override
  public Tally tally(TargetName target, History of) {
    Tally tally = Tally.NONE;
    for (Entry entry : of(target)) {
      tally = tally.with(entry);
    }
    List<Entry> line = line(target);
    return tally.on(
        newest(target)
            .flatMap(entry -> entry.after().content())
            .map(blob ->
                new Tally.Live(
                    blob,
                    line.stream()
                        .takeWhile(entry -> entry.after().content().equals(Optional.of(blob)))
                        .reduce((_, older) -> older)
                        .orElseThrow()
                        .at())));
  }

  @Override
  public Intent intend(Plan plan, Intent.Phase phase, Contents held) {
    Intent intent = new Intent(nextId(), plan, phase);
    intended.put(intent.id(), kept(held));
    intents.put(plan.target(), intent);
    return intent;
  }

  @Override
  public void withdraw(TargetName target) {
    intents.remove(target);
  }

  @Override
  public Entry settle(Attempt attempt, Contents held) {
    if (!held.live().map(Content::blob).equals(attempt.change().after().content())) {
      throw new IllegalArgumentException("these bytes are not what the entry says is live");
    }
    Entry entry = add(attempt, held, newest(attempt.target()).map(Entry::id).stream().toList());
    of(attempt.target()).add(entry);
    if (entry.isOfPass()) {
      intents.remove(attempt.target());
    }
    return entry;
  }

  @Override
  public Entry join(Attempt attempt, Contents held, EntryId other) {
    return add(attempt, held, List.of(newest(attempt.target()).orElseThrow().id(), other));
  }

  @Override
  public void adopt(TargetName target, EntryId entry) throws StepFailed {
    entry(target, entry);
    Optional<EntryId> tip = tip(target);
    if (tip.isPresent() && !graph.isReachable(tip.get(), entry)) {
      throw StepFailed.retry(
          Step.SETTLE, "entry " + entry + " does not follow the newest one of " + target, "");
    }
    entries.put(target, graph.upTo(entry));
  }

  private Entry add(Attempt attempt, Contents held, List<EntryId> parents) {
    return graph.add(attempt, clock.now().truncatedTo(ChronoUnit.SECONDS), parents, kept(held));
  }

  private Optional<Entry> newest(TargetName target) {
    List<Entry> all = of(target);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /// The entries and their parents, for a remote.
  EntryGraph graph() {
    return graph;
  }

  /// Takes in what a remote holds up to an entry; no branch moves.
  void receive(EntryGraph other, EntryId tip) {
    graph.receive(other, tip);
    graph.reachable(tip).forEach(id -> kept(graph.contents(id).orElseThrow()));
  }

  /// The entry that the target's branch ends in.
  public Optional<EntryId> tip(TargetName target) {
    return newest(target).map(Entry::id);
  }

  @Override
  public void walk(TargetName target, Predicate<Entry> visitor) {
    for (Entry entry : List.copyOf(of(target)).reversed()) {
      if (!visitor.test(entry)) {
        return;
      }
    }
  }

  @Override
  public void line(TargetName target, Predicate<Entry> visitor) {
    for (Entry entry : line(target)) {
      if (!visitor.test(entry)) {
        return;
      }
    }
  }

  private List<Entry> line(TargetName target) {
    return tip(target).map(graph::firstParents).orElse(List.of());
  }

  @Override
  public Entry entry(TargetName target, EntryId id) throws StepFailed {
    return graph.entry(id).orElseThrow(() -> missing("no entry " + id));
  }

  @Override
  public Contents contents(EntryId entry) throws StepFailed {
    return graph
        .contents(entry)
        .or(() -> Optional.ofNullable(intended.get(entry)))
        .orElseThrow(() -> missing("no entry " + entry));
  }

  @Override
  public Content content(TargetName target, BlobId blob) throws StepFailed {
    Content content = blobs.get(blob);
    if (content == null) {
      throw missing("the ledger does not hold " + blob);
    }
    return content;
  }

  private List<Entry> of(TargetName target) {
    return entries.computeIfAbsent(target, _ -> new ArrayList<>());
  }

  private Contents kept(Contents held) {
    held.live().ifPresent(content -> blobs.put(content.blob(), content));
    held.candidate().ifPresent(content -> blobs.put(content.blob(), content));
    Optional<Content> candidate =
        held.candidate().filter(one -> !held.live().equals(Optional.of(one)));
    return new Contents(held.live(), candidate);
  }

  private EntryId nextId() {
    return new EntryId(new CommitId(String.format("%040x", ++count)));
  }

  private static StepFailed missing(String what) {
    return new StepFailed(Failure.operator(Step.SETTLE, what, "lastgood verify"));
  }
}
