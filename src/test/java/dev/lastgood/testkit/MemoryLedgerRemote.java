// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Branch;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A record's remote in memory, which several hosts that call themselves alike may share.
public final class MemoryLedgerRemote {
  private final EntryGraph graph = new EntryGraph();
  private final Map<TargetName, EntryId> tips = new HashMap<>();
  private Optional<Failure> answer = Optional.empty();
  private Runnable meanwhile = () -> {};
  private boolean given = true;
  private int pushes;
  private int exchanges;

  /// From now on it is out of reach.
  public void down() {
    answer =
        Optional.of(
            Failure.retry(Step.RECONCILE, "the record's remote is out of reach", "wait for it"));
  }

  /// From now on it refuses us.
  public void refuse() {
    answer =
        Optional.of(
            Failure.operator(
                Step.RECONCILE, "the record's remote refuses the credential", "mend it"));
  }

  /// From now on no process is given the credential for it.
  public void giveNoCredential() {
    refuse();
    given = false;
  }

  /// From now on it answers again.
  public void up() {
    answer = Optional.empty();
  }

  /// What happens once, between the next comparison and the push after it.
  public void meanwhile(Runnable what) {
    meanwhile = what;
  }

  /// Somebody rewrites the branch there, so that nothing of what it held is left in it.
  public void rewrite(TargetName target, MemoryLedgerRemote other) {
    EntryId tip = other.tip(target).orElseThrow();
    graph.receive(other.graph, tip);
    tips.put(target, tip);
  }

  /// Somebody deletes the branch there.
  public void delete(TargetName target) {
    tips.remove(target);
  }

  /// The newest entry there.
  public Optional<EntryId> tip(TargetName target) {
    return Optional.ofNullable(tips.get(target));
  }

  /// Every entry that the branch holds.
  public Set<EntryId> entries(TargetName target) {
    return tip(target).map(graph::reachable).orElse(Set.of());
  }

  /// How often an entry was taken.
  public int pushes() {
    return pushes;
  }

  /// How often it was asked anything.
  public int exchanges() {
    return exchanges;
  }

  /// It, as a host sees it. What that knows of it is on its disk beside its ledger.
  public HostRemote of(MemoryLedger ledger, PushPolicy demanded) {
    return new HostRemote(ledger, demanded, new HashMap<>());
  }

  /// A host's remote.
  public final class HostRemote implements LedgerRemote {
    private final MemoryLedger ledger;
    private final PushPolicy demanded;
    private final Map<TargetName, EntryId> known;

    private HostRemote(MemoryLedger ledger, PushPolicy demanded, Map<TargetName, EntryId> known) {
      this.ledger = ledger;
      this.demanded = demanded;
      this.known = known;
    }

    /// The same, for a machine that is cloned.
    public HostRemote copy(MemoryLedger copied) {
      known.values().forEach(tip -> copied.receive(graph, tip));
      return new HostRemote(copied, demanded, new HashMap<>(known));
    }

    @Override
    public Optional<PushPolicy> policy() {
      return Optional.of(demanded);
    }

    @Override
    public Optional<Address> address(TargetName target) {
      return Optional.of(
          new Address(
              RemoteUrl.parse("https://git.example.org/record.git"),
              new Branch("web-arm/" + target)));
    }

    @Override
    public boolean isCredentialGiven() {
      return given;
    }

    @Override
    public Comparison compare(TargetName target) throws StepFailed {
      ask();
      Optional<EntryId> here = ledger.tip(target);
      Optional<EntryId> there = MemoryLedgerRemote.this.tip(target);
      if (there.isEmpty()) {
        return here.isEmpty() ? new Comparison.Equal() : new Comparison.Ahead();
      }
      EntryId tip = there.get();
      boolean isAhead = here.isPresent() && ledger.graph().isReachable(tip, here.get());
      Optional<EntryId> lost = Optional.ofNullable(known.get(target));
      if (!isAhead && lost.isPresent() && !graph.isReachable(lost.get(), tip)) {
        throw StepFailed.operator(
            Step.RECONCILE, "the record's remote was rewritten", "put back what it held");
      }
      ledger.receive(graph, tip);
      known.put(target, tip);
      return here.equals(there)
          ? new Comparison.Equal()
          : isAhead ? new Comparison.Ahead() : behindOrApart(here, tip);
    }

    private Comparison behindOrApart(Optional<EntryId> here, EntryId tip) {
      return here.isEmpty() || graph.isReachable(here.get(), tip)
          ? new Comparison.Behind(tip)
          : new Comparison.Apart(tip);
    }

    @Override
    public Optional<EntryId> tip(TargetName target) throws StepFailed {
      ask();
      return MemoryLedgerRemote.this.tip(target);
    }

    @Override
    public void push(TargetName target, EntryId entry) throws StepFailed {
      Runnable happens = meanwhile;
      meanwhile = () -> {};
      happens.run();
      ask();
      Optional<EntryId> there = MemoryLedgerRemote.this.tip(target);
      if (there.isPresent() && !ledger.graph().isReachable(there.get(), entry)) {
        throw StepFailed.retry(
            Step.PUSH, "the record's remote has moved meanwhile", "the next pass joins them");
      }
      graph.receive(ledger.graph(), entry);
      tips.put(target, entry);
      known.put(target, entry);
      pushes++;
    }

    @Override
    public Unpushed unpushed(TargetName target) {
      List<Entry> left = new ArrayList<>();
      Set<EntryId> there =
          Optional.ofNullable(known.get(target)).map(ledger.graph()::reachable).orElse(Set.of());
      ledger.walk(
          target,
          entry -> {
            if (!there.contains(entry.id())) {
              left.add(entry);
            }
            return true;
          });
      Optional<Instant> oldest = left.stream().map(Entry::at).min(Instant::compareTo);
      return new Unpushed(left.size(), oldest);
    }

    private void ask() throws StepFailed {
      exchanges++;
      if (answer.isPresent()) {
        throw new StepFailed(answer.get());
      }
    }
  }
}
