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
  private final Map<EntryId, Contents> contents = new HashMap<>();
  private final Map<BlobId, Content> blobs = new HashMap<>();
  private final Map<TargetName, Map<BlobId, Quarantine>> quarantine = new HashMap<>();
  private final Map<TargetName, Intent> intents = new HashMap<>();
  private final Map<TargetName, History.Pause> pauses = new HashMap<>();
  private final Map<List<Object>, Acceptance> accepted = new HashMap<>();
  private int count;

  public MemoryLedger(ManualClock clock) {
    this.clock = clock;
  }

  /// As it is now, for a time that it is rolled back to.
  public MemoryLedger copy() {
    MemoryLedger copy = new MemoryLedger(clock);
    entries.forEach((target, all) -> copy.entries.put(target, new ArrayList<>(all)));
    copy.contents.putAll(contents);
    copy.blobs.putAll(blobs);
    copy.count = count;
    return copy;
  }

  @Override
  public History history(TargetName target) {
    List<Entry> all = of(target);
    return new History(
        all.reversed().stream().findFirst(),
        all.reversed().stream().filter(entry -> isGood(target, entry)).findFirst(),
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
    keep(intent.id(), held);
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
    Entry entry = new Entry(nextId(), clock.now().truncatedTo(ChronoUnit.SECONDS), attempt);
    of(attempt.target()).add(entry);
    keep(entry.id(), held);
    attempt
        .change()
        .quarantine()
        .ifPresent(one ->
            quarantine
                .computeIfAbsent(attempt.target(), _ -> new HashMap<>())
                .put(one.blob(), one));
    attempt.released().ifPresent(blob -> release(attempt.target(), blob));
    intents.remove(attempt.target());
    return entry;
  }

  @Override
  public Entry join(Attempt attempt, Contents held, EntryId other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void adopt(TargetName target, EntryId entry) {
    throw new UnsupportedOperationException();
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
  public Entry entry(TargetName target, EntryId id) throws StepFailed {
    return of(target).stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .orElseThrow(() -> missing("no entry " + id));
  }

  @Override
  public Contents contents(EntryId entry) throws StepFailed {
    Contents held = contents.get(entry);
    if (held == null) {
      throw missing("no entry " + entry);
    }
    return held;
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

  private void keep(EntryId id, Contents held) {
    Optional<Content> candidate =
        held.candidate().filter(one -> !held.live().equals(Optional.of(one)));
    contents.put(id, new Contents(held.live(), candidate));
    held.live().ifPresent(content -> blobs.put(content.blob(), content));
    held.candidate().ifPresent(content -> blobs.put(content.blob(), content));
  }

  private EntryId nextId() {
    return new EntryId(new CommitId(String.format("%040x", ++count)));
  }

  private static StepFailed missing(String what) {
    return new StepFailed(Failure.operator(Step.SETTLE, what, "lastgood verify"));
  }
}
