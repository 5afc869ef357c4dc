// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.MemoryLedgerRemote;
import dev.lastgood.testkit.MemoryLedgerRemote.HostRemote;
import dev.lastgood.testkit.MemoryStatusCache;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Hosts that call themselves alike, and the one branch that all of them push to; what happens to
/// them is told in lines such as `sync 1`, `lose-disk 0`, `clone 0 2`, `remote down`.
///
/// After each line it is known which entries somebody may have been told of, and which of them are
/// gone.
final class SharedRecord {
  private static final int HEALING = 4;

  private final World first = new World();
  private final MemoryLedgerRemote remote = new MemoryLedgerRemote();
  private final PushPolicy policy;
  private final List<World> hosts = new ArrayList<>();
  private final Map<EntryId, Entry> told = new HashMap<>();
  private final Set<EntryId> confirmed = new HashSet<>();
  private final Set<EntryId> lost = new HashSet<>();
  private Optional<EntryId> tip = Optional.empty();
  private Optional<String> broken = Optional.empty();

  SharedRecord(PushPolicy.Mode mode, int many) {
    this.policy = new PushPolicy(mode, Duration.ofHours(24));
    for (int i = 0; i < many; i++) {
      World host = i == 0 ? first : new World(first);
      host.host(); // a proof of few calls
      host.push(remote, policy);
      hosts.add(host);
    }
    first.mirror.commit("v1");
  }

  /// Plays lines, and then everything is well again.
  ///
  /// @return what of the promises was not kept, if anything
  static Optional<String> play(PushPolicy.Mode mode, int many, List<String> lines)
      throws StepFailed {
    SharedRecord record = new SharedRecord(mode, many);
    for (String line : lines) {
      record.happens(line.split(" "));
      record.check(line);
    }
    record.heal();
    return record.broken;
  }

  private void happens(String... words) throws StepFailed {
    switch (words[0]) {
      case "commit" -> first.mirror.commit(words[1]);
      case "source" -> {
        if (words[1].equals("down")) {
          first.mirror.down();
        } else {
          first.mirror.failing(Optional.empty());
        }
      }
      case "remote" -> {
        switch (words[1]) {
          case "down" -> remote.down();
          case "refuse" -> remote.refuse();
          default -> remote.up();
        }
      }
      case "wait" -> first.clock.sleep(Duration.parse(words[1]));
      case "clone" -> copy(host(words[1]), Integer.parseInt(words[2]));
      default -> happens(host(words[1]), words);
    }
  }

  private World host(String number) {
    return hosts.get(Integer.parseInt(number));
  }

  private void happens(World host, String... words) throws StepFailed {
    switch (words[0]) {
      case "sync" -> pass(host, Map.of());
      case "die" ->
          pass(host, Map.of(Integer.parseInt(words[2]), FaultyPorts.Fault.valueOf(words[3])));
      case "rollback" -> host.rollBack();
      case "pause" -> order(host).pause(name(), "hold");
      case "resume" -> order(host).resume(name());
      case "edit" -> host.destination.write(host.target.place(), "by-hand");
      case "remove" -> host.destination.erase(host.target.place());
      case "stop" -> host.service.stop();
      case "start" -> host.service.start();
      case "lose-record" -> lose(host);
      case "lose-disk" -> {
        lose(host);
        host.destination.erase(host.target.place());
      }
      default -> throw new IllegalArgumentException(String.join(" ", words));
    }
  }

  private static OrderEntries order(World host) {
    return new OrderEntries(host.ledger, host.clock, "jane", "web-arm");
  }

  private TargetName name() {
    return first.target.name();
  }

  /// What was not on the remote when the disk was lost is what may be lost.
  private void lose(World host) {
    Set<EntryId> there = remote.entries(name());
    ids(host).stream().filter(id -> !there.contains(id)).forEach(lost::add);
    host.loseState(remote, policy);
  }

  private void copy(World from, int to) {
    World copy = hosts.get(to);
    if (copy == from) {
      return;
    }
    lose(copy);
    copy.ledger = from.ledger.copy();
    copy.remote = ((HostRemote) from.remote).copy(copy.ledger);
    copy.cache = new MemoryStatusCache();
    from.live()
        .ifPresentOrElse(
            text -> copy.destination.write(copy.target.place(), text),
            () -> copy.destination.erase(copy.target.place()));
    copy.service.start();
  }

  private void pass(
      World host, Map<Integer, FaultyPorts.Fault> faults, PassRequest.Option... options) {
    FaultyPorts faulty = new FaultyPorts(host.ports(), faults, new FaultyPorts.Disk());
    PassRequest request = new PassRequest(Trigger.TIMER, "lastgood", "web-arm", Set.of(options));
    Set<EntryId> before = ids(host);
    try {
      PassEnd end = new Deployer(faulty.ports(), new CriticalSection()).pass(host.target, request);
      if (end.pushed().durability() == Durability.DURABLE) {
        confirmed.addAll(ids(host));
      }
      if (policy.mode() == PushPolicy.Mode.SYNC && faults.isEmpty()) {
        waited(host, before);
      }
    } catch (FaultyPorts.Killed _) {
      // It told nobody.
    }
  }

  /// In mode sync nothing new went in on top of what was not on the remote.
  private void waited(World host, Set<EntryId> before) {
    host.ledger.walk(
        name(),
        entry -> {
          boolean isNew = !before.contains(entry.id());
          boolean isSwap =
              entry.outcome() == OutcomeKind.DEPLOYED
                  && !entry.change().before().content().equals(entry.after().content());
          if (isNew && isSwap && host.ledger.tip(name()).equals(Optional.of(entry.id()))) {
            Set<EntryId> older = ids(host);
            older.remove(entry.id());
            older.removeAll(remote.entries(name()));
            if (!older.isEmpty()) {
              broken = broken.or(() -> Optional.of("in mode sync new content waits"));
            }
          }
          return isNew;
        });
  }

  private Set<EntryId> ids(World host) {
    Set<EntryId> ids = new HashSet<>();
    host.ledger.walk(
        name(),
        entry -> {
          ids.add(entry.id());
          return true;
        });
    return ids;
  }

  private void check(String line) {
    Set<EntryId> there = remote.entries(name());
    if (tip.filter(before -> !there.contains(before)).isPresent()) {
      broken = broken.or(() -> Optional.of("the branch there only moves on: " + line));
    }
    tip = remote.tip(name());
    if (!there.containsAll(confirmed)) {
      broken = broken.or(() -> Optional.of("what was said to be there is there: " + line));
    }
    for (World host : hosts) {
      host.ledger.walk(
          name(),
          entry -> {
            Entry before = told.putIfAbsent(entry.id(), entry);
            if (before != null && !before.equals(entry)) {
              broken = broken.or(() -> Optional.of("no entry changes: " + line));
            }
            return true;
          });
    }
  }

  /// Everything that is not ours is well again, an operator goes on where a record was lost for
  /// good, and so do the timers.
  private void heal() throws StepFailed {
    happens("remote", "up");
    happens("source", "up");
    for (int round = 0; round < HEALING; round++) {
      for (World host : hosts) {
        order(host).resume(name());
        host.service.start();
        if (round == 1) {
          pass(host, Map.of(), PassRequest.Option.RETRY);
        }
        pass(host, Map.of());
        first.clock.sleep(Duration.ofMinutes(1));
        check("in the end");
      }
    }
    Set<EntryId> gone = new HashSet<>(told.keySet());
    gone.removeAll(remote.entries(name()));
    gone.removeAll(lost);
    if (!gone.isEmpty()) {
      broken = broken.or(() -> Optional.of("in the end no entry is missing: " + gone));
    }
    for (World host : hosts) {
      if (!host.live()
          .map(text -> Content.of(text).blob())
          .equals(host.history().live().content())) {
        broken =
            broken.or(() ->
                Optional.of(
                    "in the end a file is what its record says: " + host.live() + host.record()));
      }
    }
  }
}
