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
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Orders;
import dev.lastgood.sync.port.StepFailed;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The record in memory.
public final class MemoryLedger implements Ledger, Orders {
  private final ManualClock clock;
  private final Map<TargetName, List<Entry>> entries = new HashMap<>();
  private final Map<EntryId, Contents> intended = new HashMap<>();
  private final EntryGraph graph = new EntryGraph();
  private final Map<BlobId, Content> blobs = new HashMap<>();
  private final Map<TargetName, Map<BlobId, Quarantine>> quarantine = new HashMap<>();
  private final Map<TargetName, Intent> intents = new HashMap<>();
  private final Map<TargetName, History.Pause> pauses = new HashMap<>();
  private final Map<List<Object>, Acceptance> accepted = new HashMap<>();
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
    quarantine.forEach((target, bad) -> copy.quarantine.put(target, new HashMap<>(bad)));
    copy.intents.putAll(intents);
    copy.pauses.putAll(pauses);
    copy.accepted.putAll(accepted);
    copy.count = count;
    return copy;
  }

  @Override
  public History history(TargetName target) {
    return new History(
        newest(target),
        line(target).stream().filter(entry -> isGood(target, entry)).findFirst(),
        quarantine.getOrDefault(target, Map.of()),
        Optional.ofNullable(intents.get(target)),
        Optional.ofNullable(pauses.get(target)));
  }

  private boolean isGood(TargetName target, Entry entry) {
    Map<BlobId, Quarantine> bad = quarantine.getOrDefault(target, Map.of());
    boolean good =
        entry.attempt().evidence().proof().standing().isGood()
            || entry.attempt().outcome() == OutcomeKind.ADOPTED;
    return good
        && entry
            .attempt()
            .change()
            .after()
            .content()
            .filter(blob -> !bad.containsKey(blob))
            .isPresent();
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
    attempt
        .change()
        .quarantine()
        .ifPresent(one ->
            quarantine
                .computeIfAbsent(attempt.target(), _ -> new HashMap<>())
                .put(one.blob(), one));
    attempt.released().ifPresent(blob -> release(attempt.target(), blob));
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
    List<Entry> all = graph.upTo(entry);
    entries.put(target, all);
    quarantine.put(target, graph.quarantine(all));
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
    line(target).stream().allMatch(visitor);
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

  @Override
  public void pause(TargetName target, History.Pause pause) {
    pauses.put(target, pause);
  }

  @Override
  public boolean resume(TargetName target) {
    return pauses.remove(target) != null;
  }

  @Override
  public boolean release(TargetName target, BlobId blob) {
    return quarantine.getOrDefault(target, new HashMap<>()).remove(blob) != null;
  }

  @Override
  public void acceptRewrite(Source source, Acceptance acceptance) {
    accepted.put(of(source), acceptance);
  }

  @Override
  public Optional<Acceptance> acceptedRewrite(Source source) {
    return Optional.ofNullable(accepted.get(of(source)));
  }

  private static List<Object> of(Source source) {
    return List.of(source.name(), source.url(), source.branch());
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
