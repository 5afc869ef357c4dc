// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.NoLogging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A thousand passes that are killed, disks that are wiped, a remote that is away: what of the
/// record is lost. The record and its remote are real repositories; the process dies between two
/// calls of a port. With `-Dgolden.update=true` the figures go into `docs/reliability.md`.
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(NoLogging.class)
final class RecordDurabilityIT {
  private static final int HOSTS = 5;
  private static final int KILLS = 200;
  private static final int CALLS = 100;
  private static final Path PAGE = Path.of("docs/reliability.md");

  @Test
  void no_entry_that_counts_as_recorded_is_lost() throws Exception {
    Figures sync = new Figures();
    Figures async = new Figures();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Figures>> parts = new ArrayList<>();
      for (int host = 0; host < HOSTS; host++) {
        long seed = host;
        parts.add(threads.submit(() -> run(PushPolicy.Mode.SYNC, seed)));
      }
      Future<Figures> other = threads.submit(() -> run(PushPolicy.Mode.ASYNC, HOSTS));
      for (Future<Figures> part : parts) {
        sync.add(part.get());
      }
      async.add(other.get());
    }

    assertThat(sync.lostRecorded).as("entries recorded in mode sync, and lost").isEmpty();
    assertThat(async.lostUnnamed).as("entries lost that were not counted as unpushed").isEmpty();
    for (Figures each : List.of(sync, async)) {
      assertThat(each.wipes).as("disks that were wiped").isGreaterThan(30);
      assertThat(each.entries).as("entries on the remote").isGreaterThan(75);
      assertThat(each.changed).as("entries that the remote held, and does not any more").isEmpty();
      assertThat(each.forced).as("pushes that were no fast-forward").isZero();
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page(sync, async));
    }
  }

  /// What a thousand rounds came to.
  private static final class Figures {
    int rounds;
    int kills;
    int wipes;
    int away;
    int forced;
    int lost;
    int entries;
    final Set<EntryId> recorded = new LinkedHashSet<>();
    final Set<EntryId> lostRecorded = new LinkedHashSet<>();
    final Set<EntryId> lostUnnamed = new LinkedHashSet<>();
    final Set<EntryId> changed = new LinkedHashSet<>();

    void add(Figures part) {
      rounds += part.rounds;
      kills += part.kills;
      wipes += part.wipes;
      away += part.away;
      forced += part.forced;
      lost += part.lost;
      entries += part.entries;
      recorded.addAll(part.recorded);
      lostRecorded.addAll(part.lostRecorded);
      lostUnnamed.addAll(part.lostUnnamed);
      changed.addAll(part.changed);
    }
  }

  private static Figures run(PushPolicy.Mode mode, long seed) throws Exception {
    Figures figures = new Figures();
    try (WipedHost host = new WipedHost(mode)) {
      Random random = new Random(seed);
      Set<EntryId> there = Set.of();
      while (figures.kills < KILLS) {
        there = round(host, random, figures, there);
      }
      host.reach(true);
      host.settle();
      figures.entries = host.remoteEntries().size();
      Set<EntryId> last = host.remoteEntries();
      figures.recorded.stream().filter(id -> !last.contains(id)).forEach(figures.lostRecorded::add);
      assertThat(host.problems()).as("what verify says in the end").isEmpty();
    }
    return figures;
  }

  private static Set<EntryId> round(
      WipedHost host, Random random, Figures figures, Set<EntryId> before) throws Exception {
    figures.rounds++;
    merge(host, random, figures.rounds);
    boolean away = random.nextInt(5) == 0;
    figures.away += away ? 1 : 0;
    host.reach(!away);
    pass(host, random, figures);
    host.reach(true);
    Set<EntryId> there = host.remoteEntries();
    before.stream().filter(id -> !there.contains(id)).forEach(figures.changed::add);
    figures.forced += before.isEmpty() || there.containsAll(before) ? 0 : 1;
    if (random.nextInt(8) == 0) {
      wipe(host, random, figures, there);
    }
    return there;
  }

  private static void merge(WipedHost host, Random random, int round) {
    int what = random.nextInt(10);
    if (what < 4) {
      host.merge("v" + round);
    } else if (what < 5) {
      host.merge("crash" + random.nextInt(20));
    } else if (what < 6) {
      host.merge("bad-yaml" + random.nextInt(20));
    }
  }

  /// Each is killed at some call, when it has so many.
  private static void pass(WipedHost host, Random random, Figures figures) {
    FaultyPorts.Fault fault =
        random.nextBoolean() ? FaultyPorts.Fault.DIE_BEFORE : FaultyPorts.Fault.DIE_AFTER;
    try {
      PassEnd end = host.pass(fault, 1 + random.nextInt(CALLS));
      if (end.pushed().durability() == Durability.DURABLE) {
        end.outcome().written().map(Entry::id).ifPresent(figures.recorded::add);
      }
    } catch (FaultyPorts.Killed e) {
      figures.kills++;
    }
  }

  /// Everything, or the state alone while the deployed file stays.
  private static void wipe(WipedHost host, Random random, Figures figures, Set<EntryId> there)
      throws IOException, StepFailed {
    figures.wipes++;
    Set<EntryId> lost = new LinkedHashSet<>(host.entries());
    lost.removeAll(there);
    if (lost.size() > host.unpushed()) {
      figures.lostUnnamed.addAll(lost);
    }
    figures.lost += lost.size();
    host.wipe(random.nextInt(3) > 0);
  }

  private static String page(Figures sync, Figures async) throws IOException {
    String text = Files.readString(PAGE);
    String begin = "<!-- made by RecordDurabilityIT -->\n";
    String end = "<!-- end -->";
    int from = text.indexOf(begin) + begin.length();
    return text.substring(0, from)
        + """

        | | `mode: sync` | `mode: async` |
        |---|---|---|
        """
        + row("passes", sync.rounds, async.rounds)
        + row("of these, killed", sync.kills, async.kills)
        + row("disks wiped", sync.wipes, async.wipes)
        + row("passes without the remote", sync.away, async.away)
        + row("entries on the remote in the end", sync.entries, async.entries)
        + row("entries that were said to be recorded", sync.recorded.size(), async.recorded.size())
        + row("of these, not on the remote", sync.lostRecorded.size(), async.lostRecorded.size())
        + row("entries lost with a disk", sync.lost, async.lost)
        + row(
            "of these, not counted as unpushed before",
            sync.lostUnnamed.size(),
            async.lostUnnamed.size())
        + row("ids changed", sync.changed.size(), async.changed.size())
        + row("forced pushes", sync.forced, async.forced)
        + "\n"
        + text.substring(text.indexOf(end));
  }

  private static String row(String what, int sync, int async) {
    return "| %s | %,d | %,d |\n".formatted(what, sync, async);
  }
}
