// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.release;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Order;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Tally;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two hosts with clocks that jump write one target's record, apart and together. What stands on
/// each is held against a model that knows, of every entry, all that came before it.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RandomChainsTest {
  private static final int EVENTS = 30;
  private static final Set<OutcomeKind> PUTTING =
      Set.of(OutcomeKind.PAUSED, OutcomeKind.REWRITE_ACCEPTED);

  private static final List<Content> CONTENTS =
      List.of(LedgerSamples.content("a"), LedgerSamples.content("b"), LedgerSamples.content("c"));

  @TempDir private Path directory;
  private final Map<EntryId, Entry> entries = new HashMap<>();
  private final Map<EntryId, Set<EntryId>> before = new HashMap<>();

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_stands_is_what_nobody_who_had_seen_it_has_ended(long seed) throws Exception {
    Random random = new Random(seed);
    List<Writer> hosts = List.of(new Writer("host0", random), new Writer("host1", random));
    for (int i = 0; i < EVENTS; i++) {
      Writer host = hosts.get(random.nextInt(2));
      Writer other = hosts.get(host == hosts.getFirst() ? 1 : 0);
      host.writes(other);
      assertThat(host.standing()).as("seed %d, event %d", seed, i).isEqualTo(model(host.tip()));
      assertThat(host.derived()).as("seed %d, event %d, anew", seed, i).isEqualTo(host.standing());
    }
    for (Writer host : hosts) {
      host.isAsStockGitHasIt();
    }
  }

  /// The entries up to a tip that put something there which none of the others ends.
  private Set<EntryId> model(Optional<EntryId> tip) {
    List<Entry> all =
        entries.values().stream()
            .filter(entry -> tip.filter(newest -> isBefore(entry, newest)).isPresent())
            .toList();
    return all.stream()
        .filter(entry -> all.stream().noneMatch(later -> ends(later, entry)))
        .filter(
            entry -> entry.change().quarantine().isPresent() || PUTTING.contains(entry.outcome()))
        .map(Entry::id)
        .collect(Collectors.toSet());
  }

  private boolean isBefore(Entry entry, EntryId other) {
    return before.getOrDefault(other, Set.of()).contains(entry.id());
  }

  private boolean ends(Entry later, Entry entry) {
    if (later.equals(entry) || !isBefore(entry, later.id())) {
      return false;
    }
    Optional<BlobId> bad = entry.change().quarantine().map(Quarantine::blob);
    boolean again =
        bad.isPresent()
            ? later.change().quarantine().map(Quarantine::blob).equals(bad)
                || later.attempt().released().equals(bad)
            : later.outcome() == entry.outcome();
    return again || isNamed(later, entry);
  }

  private static boolean isNamed(Entry later, Entry entry) {
    return later
        .change()
        .order()
        .filter(order ->
            switch (order) {
              case Order.Resume(var ends) -> ends.contains(entry.id());
              case Order.Clear(_, var ends) -> ends.contains(entry.id());
              case Order.Pause _, Order.AcceptRewrite _ -> false;
            })
        .isPresent();
  }

  /// A host that writes entries of its own, and takes in the other one's.
  private final class Writer {
    private final Path state;
    private final Random random;
    private final GitLedger ledger;
    private final OrderEntries orders;

    Writer(String name, Random random) throws IOException {
      this.state = Files.createDirectories(directory.resolve(name));
      this.random = random;
      this.ledger = new GitLedger(state, name, this::now);
      this.orders = new OrderEntries(ledger, new ManualClock(), name, name);
    }

    private Instant now() {
      return START.plusSeconds(random.nextInt(20));
    }

    Optional<EntryId> tip() throws StepFailed {
      return history().newest().map(Entry::id);
    }

    private History history() throws StepFailed {
      return ledger.history(POWERSYNC);
    }

    private Content any() {
      return CONTENTS.get(random.nextInt(CONTENTS.size()));
    }

    void writes(Writer other) throws Exception {
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> quarantines(any());
        case 3 -> deploys(any());
        case 4 -> wrote(orders.pause(POWERSYNC, "why " + random.nextInt()));
        case 5 -> wrote(orders.resume(POWERSYNC));
        case 6 -> wrote(orders.clear(POWERSYNC, any().blob()));
        case 7 -> wrote(orders.acceptRewrite(new World().target, release(any()).commit()));
        default -> follows(other);
      }
    }

    private void quarantines(Content bad) throws StepFailed {
      Content live = live().filter(content -> !content.equals(bad)).orElse(CONTENTS.getFirst());
      if (!live.equals(bad)) {
        wrote(ledger.settle(rolledBack(live, bad), contents(live, bad)));
      }
    }

    private void deploys(Content content) throws StepFailed {
      wrote(ledger.settle(deployed(live(), content), contents(content)));
    }

    private Optional<Content> live() throws StepFailed {
      Optional<BlobId> live = history().live().content();
      return CONTENTS.stream().filter(one -> live.equals(Optional.of(one.blob()))).findFirst();
    }

    private void wrote(Entry entry) {
      wrote(Optional.of(entry));
    }

    private void wrote(Optional<Entry> entry) {
      entry.ifPresent(one -> record(one, List.of(known)));
    }

    /// What came before the entry that is about to be written.
    private Set<EntryId> known = Set.of();

    private void record(Entry entry, List<Set<EntryId>> parents) {
      Set<EntryId> all = new HashSet<>(Set.of(entry.id()));
      parents.forEach(all::addAll);
      entries.put(entry.id(), entry);
      before.put(entry.id(), all);
      known = all;
    }

    private void follows(Writer other) throws Exception {
      Optional<EntryId> theirs = other.tip();
      if (theirs.isEmpty() || known.contains(theirs.get())) {
        return;
      }
      ledger.withdraw(POWERSYNC); // so that there is a repository
      GitJoinTest.copyObjects(other.state.resolve("ledger.git"), state.resolve("ledger.git"));
      if (other.known.containsAll(known)) {
        ledger.adopt(POWERSYNC, theirs.get());
        known = other.known;
        return;
      }
      Live live = history().live();
      Entry join =
          ledger.join(
              LedgerSamples.attempt(
                  OutcomeKind.JOINED,
                  Change.none(Optional.empty(), live),
                  history().standing(),
                  new Account("Two records became one.")),
              new Ledger.Contents(live(), Optional.empty()),
              theirs.get());
      ledger.adopt(POWERSYNC, join.id());
      record(join, List.of(known, other.known));
    }

    Set<EntryId> standing() throws StepFailed {
      Set<EntryId> ids = new HashSet<>();
      History history = history();
      history.inForce().quarantines().forEach(entry -> ids.add(entry.id()));
      history.inForce().pauses().forEach(entry -> ids.add(entry.id()));
      history.inForce().rewrites().forEach(entry -> ids.add(entry.id()));
      return ids;
    }

    Set<EntryId> derived() throws StepFailed {
      Set<EntryId> ids = new HashSet<>();
      new LedgerAccess(state)
          .read(Step.RECOVER, open -> StandingEntries.derive(open, POWERSYNC).standing())
          .orElse(List.of())
          .forEach(stored -> ids.add(stored.entry().id()));
      return ids;
    }

    private Tally counted() throws StepFailed {
      return new LedgerAccess(state)
          .read(Step.RECOVER, open -> ChainSummary.count(open, POWERSYNC))
          .orElse(Tally.NONE);
    }

    void isAsStockGitHasIt() throws StepFailed {
      assertThat(ledger.tally(POWERSYNC, ledger.history(POWERSYNC))).isEqualTo(counted());
      StockGit git = new StockGit(state.resolve("ledger.git"));
      List<String> walked = new ArrayList<>();
      ledger.walk(POWERSYNC, entry -> walked.add(entry.id().toString()));
      List<String> line = new ArrayList<>();
      ledger.line(POWERSYNC, entry -> line.add(entry.id().toString()));
      LedgerArchive archive = new LedgerArchive(state, "host", () -> START);

      assertThat(walked)
          .isEqualTo(git.run("log", "--date-order", "--format=%H", "powersync").lines().toList());
      assertThat(line)
          .isEqualTo(git.run("log", "--first-parent", "--format=%H", "powersync").lines().toList());
      assertThat(archive.find(POWERSYNC, "@{3}").id()).hasToString(walked.get(3));
      assertThat(archive.audit().problems()).isEmpty();
      assertThat(archive.audit().entries()).containsEntry(POWERSYNC, walked.size());
    }
  }
}
