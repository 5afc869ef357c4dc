// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.LedgerRemote.Comparison;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.MemoryDestination;
import dev.lastgood.testkit.MemoryLedgerRemote;
import dev.lastgood.testkit.MemoryLedgerRemote.HostRemote;
import dev.lastgood.testkit.NoLogging;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One host, or two that call themselves alike, and the remote of their record.
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(NoLogging.class)
final class ReconciliationTest {
  private static final PushPolicy ASYNC =
      new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24));
  private static final PushPolicy SYNC = new PushPolicy(PushPolicy.Mode.SYNC, Duration.ofHours(24));

  private static final PassRequest REQUEST =
      new PassRequest(Trigger.MANUAL, "jane", "web-arm", Set.of());

  private final World world = new World();
  private final MemoryLedgerRemote remote = new MemoryLedgerRemote();

  @BeforeEach
  void runs_on_something() {
    world.push(remote, ASYNC);
    world.mirror.commit("v1");
    world.sync();
  }

  /// What stands here, and what there, when a pass begins; and what it does of that.
  @ParameterizedTest(name = "{0} | {1} | {2} -> live {3}, {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        // the record here | the remote's | the destination || live in the end | the newest entries
        "v1           | v1       | v1      | v1 | ",
        "v1           |          | v1      | v1 | ",
        "             | v1       |         | v1 | recovered",
        "             | v1       | v1      | v1 | ",
        "             | v1       | edited  | v1 | drift-healed",
        "v1           | v1 v2    | v2      | v2 | ",
        "v1           | v1 v2    | v1      | v1 | joined",
        "v1           | v1 v2    |         | v1 | joined drift-healed",
        "v1           | v1 v2    | edited  | v1 | joined drift-healed",
        "v1 v2        | v1       | v2      | v2 | ",
        "v1 v2        | v1 v3    | v2      | v2 | joined",
        "v1 v2        | v1 v3    | v3      | v3 | joined deployed",
        "v1 v2        | v1 v3    |         | v2 | joined drift-healed",
        "v1 v2        | v1 v3    | edited  | v2 | joined drift-healed",
        "v2           | v3       | v2      | v2 | joined",
        "bad-yaml     | v3       |         | v3 | joined recovered",
        "bad-yaml     | v3       | v3      | v3 | joined deployed",
      })
  void two_records_become_one(String ours, String theirs, String file, String live, String entries)
      throws StepFailed {
    World other = new World();
    World host = new World(other);
    MemoryLedgerRemote both = new MemoryLedgerRemote();
    grow(other, host, words(ours), words(theirs));
    HostRemote seen = both.of(host.ledger, ASYNC);
    Optional<EntryId> there = other.ledger.tip(other.target.name());
    if (there.isPresent()) {
      both.of(other.ledger, ASYNC).push(other.target.name(), there.get());
    }
    host.remote = seen;
    lies(host, file);
    Set<EntryId> all = all(host);
    all.addAll(both.entries(host.target.name()));
    int before = host.record().size();
    Set<EntryId> known = all(host);
    known.addAll(both.entries(host.target.name()));
    host.mirror.down();

    host.sync();

    assertThat(host.live()).contains(live);
    assertThat(host.history().live().content()).contains(Content.of(live).blob());
    assertThat(seen.compare(host.target.name())).isEqualTo(new Comparison.Equal());
    assertThat(both.entries(host.target.name())).containsAll(all);
    List<String> grown = new ArrayList<>();
    host.ledger.walk(
        host.target.name(),
        entry -> {
          if (!known.contains(entry.id())) {
            grown.addFirst(entry.outcome().word());
          }
          return true;
        });
    assertThat(grown).isEqualTo(words(entries));
    assertThat(host.record()).hasSizeGreaterThanOrEqualTo(before);
  }

  /// What both begin with is the same; what they grow after that is their own.
  private static void grow(World other, World host, List<String> ours, List<String> theirs) {
    int common = 0;
    while (common < Math.min(ours.size(), theirs.size())
        && ours.get(common).equals(theirs.get(common))) {
      deploy(other, theirs.get(common++));
    }
    if (common > 0) {
      host.ledger = other.ledger.copy();
      host.destination.write(host.target.place(), other.live().orElseThrow());
    }
    theirs.subList(common, theirs.size()).forEach(text -> deploy(other, text));
    ours.subList(common, ours.size()).forEach(text -> deploy(host, text));
  }

  private static void deploy(World world, String text) {
    world.mirror.commit(text);
    world.sync();
    world.clock.sleep(Duration.ofMinutes(1));
  }

  private static void lies(World host, String file) {
    MemoryDestination destination = host.destination;
    if (file == null) {
      destination.erase(host.target.place());
    } else if (!host.live().equals(Optional.of(file))) {
      destination.write(host.target.place(), file);
    }
    host.service.start();
  }

  private static List<String> words(String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
  }

  private static Set<EntryId> all(World host) {
    Set<EntryId> all = new HashSet<>();
    host.ledger.walk(
        host.target.name(),
        entry -> {
          all.add(entry.id());
          return true;
        });
    return all;
  }

  @Test
  void a_quiet_pass_asks_once_and_pushes_nothing() {
    int pushes = remote.pushes();
    int exchanges = remote.exchanges();
    assertThat(ended().pushed()).isEqualTo(Pushed.NOTHING);
    assertThat(remote.exchanges() - exchanges).isEqualTo(1);
    assertThat(remote.pushes()).isEqualTo(pushes);
  }

  @Test
  void what_could_not_be_pushed_is_pushed_by_the_next_pass() {
    remote.down();
    world.mirror.commit("v2");
    PassEnd end = ended();
    assertThat(world.live()).contains("v2");
    assertThat(end.pushed().durability()).isEqualTo(Durability.OUTSTANDING);
    assertThat(push().succeededAt()).isPresent();
    assertThat(push().failure()).isPresent();
    remote.up();
    assertThat(ended().pushed()).isEqualTo(Pushed.NOTHING);
    assertThat(remote.tip(world.target.name())).isEqualTo(world.ledger.tip(world.target.name()));
    assertThat(push().failure()).isEmpty();
  }

  @Test
  void a_remote_that_is_out_of_reach_is_asked_once_a_pass() {
    remote.down();
    world.mirror.commit("v2");
    int exchanges = remote.exchanges();
    world.sync();
    assertThat(remote.exchanges() - exchanges).isEqualTo(1);
  }

  @Test
  void the_targets_of_one_run_wait_once_for_a_remote_that_is_out_of_reach() throws StepFailed {
    remote.down();
    int exchanges = remote.exchanges();
    Deployer deployer = new Deployer(world.ports(), new CriticalSection());
    PassEnd first = deployer.pass(world.target, REQUEST);
    PassEnd second = deployer.pass(world.another("two"), REQUEST);
    assertThat(remote.exchanges() - exchanges).isEqualTo(1);
    assertThat(second.pushed().failure()).isEqualTo(first.pushed().failure());
    assertThat(world.ledger.tip(new TargetName("two"))).isPresent();
    deployer.afresh().pass(world.target, REQUEST);
    assertThat(remote.exchanges() - exchanges).isEqualTo(2);
  }

  @Test
  void what_only_one_target_met_is_asked_for_the_others() {
    World other = clone(world);
    world.mirror.commit("v2");
    remote.meanwhile(other::sync);
    Deployer deployer = new Deployer(world.ports(), new CriticalSection());
    assertThat(deployer.pass(world.target, REQUEST).pushed().failure()).isPresent();
    assertThat(deployer.pass(world.another("two"), REQUEST).pushed()).isEqualTo(Pushed.NOTHING);
  }

  @Test
  void a_remote_that_is_left_alone_is_as_it_was_when_it_was_asked() {
    remote.refuse();
    PassEnd asked = ended();
    int exchanges = remote.exchanges();
    assertThat(world.ended(world.ports(), PassRequest.Option.LEAVE_REMOTE).pushed())
        .isEqualTo(asked.pushed());
    assertThat(remote.exchanges()).isEqualTo(exchanges);
    world.mirror.commit("v2");
    world.sync(PassRequest.Option.LEAVE_REMOTE);
    assertThat(remote.exchanges()).as("what is new is tried at once").isGreaterThan(exchanges);
  }

  /// That there is none is not known.
  @Test
  void a_remote_is_never_left_alone_where_no_record_is() {
    world.loseState(remote, ASYNC);
    world.destination.erase(world.target.place());
    remote.refuse();
    world.mirror.commit("v2");
    for (int i = 0; i < 2; i++) {
      assertThat(world.sync(PassRequest.Option.LEAVE_REMOTE)).isInstanceOf(Outcome.Failed.class);
    }
    assertThat(world.record()).isEmpty();
  }

  @Test
  void an_entry_that_is_not_there_for_longer_than_the_lag_is_an_error() {
    remote.down();
    world.mirror.commit("v2");
    world.sync();
    world.clock.sleep(Duration.ofHours(25));
    world.mirror.commit("v2");
    assertThat(ended().pushed().durability()).isEqualTo(Durability.OVERDUE);
  }

  /// Dated by a clock that was years ahead, it would never be older than the lag.
  @Test
  void so_is_one_whose_date_says_nothing_of_how_long_it_has_waited() {
    remote.down();
    world.clock.set(Duration.ofDays(3650));
    world.mirror.commit("v2");
    world.sync();
    world.clock.set(Duration.ofDays(-3650));
    assertThat(ended().pushed().durability()).isEqualTo(Durability.OVERDUE);
  }

  @Test
  void a_lost_disk_is_restored_before_the_source_is_asked() {
    world.loseState(remote, ASYNC);
    world.destination.erase(world.target.place());
    world.mirror.down();
    Outcome outcome = world.sync();
    Entry entry = outcome.written().orElseThrow();
    assertThat(world.live()).contains("v1");
    assertThat(entry.outcome()).isEqualTo(OutcomeKind.RECOVERED);
    assertThat(entry.attempt().account().text())
        .startsWith("There was no file; what the record, brought from its remote, says is live");
    assertThat(entry.proof().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(world.service.loaded()).contains("v1");
    assertThat(remote.tip(world.target.name())).contains(entry.id());
  }

  @Test
  void also_where_drift_is_only_reported_and_the_proof_waits_for_the_service() {
    world.target(world.target.source(), Place.OnDrift.REPORT, world.target.consumer().probe());
    world.loseState(remote, ASYNC);
    world.destination.erase(world.target.place());
    world.service.stop();
    world.mirror.down();
    assertThat(world.sync().written().orElseThrow().proof().standing())
        .isEqualTo(Proof.Standing.PENDING);
    assertThat(world.live()).contains("v1");
  }

  @Test
  void also_while_paused() throws StepFailed {
    orders().pause(world.target.name(), "until monday");
    Deployer deployer = new Deployer(world.ports(), new CriticalSection());
    assertThat(deployer.publish(world.target, REQUEST)).isEqualTo(Pushed.NOTHING);
    world.loseState(remote, ASYNC);
    world.destination.erase(world.target.place());
    assertThat(world.sync().written().map(Entry::outcome)).contains(OutcomeKind.RECOVERED);
    assertThat(world.live()).contains("v1");
    world.mirror.commit("v2");
    assertThat(world.sync()).isInstanceOf(Outcome.Held.class);
    assertThat(world.live()).contains("v1");
  }

  @Test
  void an_order_on_a_lost_disk_is_joined_with_what_was() throws StepFailed {
    world.loseState(remote, ASYNC);
    orders().pause(world.target.name(), "until monday");
    Deployer deployer = new Deployer(world.ports(), new CriticalSection());
    assertThat(deployer.publish(world.target, REQUEST)).isEqualTo(Pushed.NOTHING);
    assertThat(world.record()).containsExactly("deployed", "paused", "joined");
    world.mirror.commit("v2");
    assertThat(world.sync()).isInstanceOf(Outcome.Held.class);
    assertThat(world.live()).contains("v1");
  }

  @Test
  void in_mode_sync_an_order_is_to_be_there_too() throws StepFailed {
    world.push(remote, SYNC);
    world.sync();
    remote.down();
    orders().pause(world.target.name(), "until monday");
    Deployer deployer = new Deployer(world.ports(), new CriticalSection());
    assertThat(deployer.publish(world.target, REQUEST).durability())
        .isEqualTo(Durability.UNCONFIRMED);
  }

  private OrderEntries orders() {
    return new OrderEntries(world.ledger, world.clock, "jane", "web-arm");
  }

  @Test
  void content_that_is_in_quarantine_is_not_restored_but_the_last_good() throws StepFailed {
    world.mirror.commit("v2");
    world.sync();
    // Another host that calls itself the same, on which v2 fails, says so.
    World other = new World(world);
    other.ledger = world.ledger.copy();
    other.remote = ((HostRemote) world.remote).copy(other.ledger);
    other.destination.write(other.target.place(), "v2");
    other.service.start();
    Entry first = other.ledger.newest(other.target.name(), e -> isLive(e, "v1")).orElseThrow();
    other.rollBack(first);
    assertThat(other.history().quarantine()).containsKey(Content.of("v2").blob());
    world.clock.sleep(Duration.ofMinutes(1));
    world.mirror.down();
    world.sync(); // it runs on v2, and says so on top: the quarantine stands
    assertThat(world.live()).contains("v2");
    world.loseState(remote, ASYNC);
    world.destination.erase(world.target.place());
    world.sync();
    assertThat(world.live()).contains("v1");
  }

  private static boolean isLive(Entry entry, String text) {
    return entry.after().content().equals(Optional.of(Content.of(text).blob()));
  }

  @Test
  void a_remote_that_moves_between_comparison_and_push_is_joined_by_the_next_pass() {
    World other = clone(world);
    other.mirror.commit("v2");
    other.sync();
    world.mirror.commit("v3");
    remote.meanwhile(() -> {
      other.mirror.commit("v4");
      other.sync();
    });
    PassEnd end = ended();
    assertThat(end.pushed().durability()).isEqualTo(Durability.OUTSTANDING);
    assertThat(world.record()).as("not adopted").doesNotContain("joined");
    world.clock.sleep(Duration.ofMinutes(1));
    assertThat(ended().pushed()).isEqualTo(Pushed.NOTHING);
    assertThat(remote.entries(world.target.name())).containsAll(all(world)).containsAll(all(other));
  }

  private World clone(World host) {
    World other = new World(host);
    other.ledger = host.ledger.copy();
    other.remote = ((HostRemote) host.remote).copy(other.ledger);
    other.destination.write(other.target.place(), host.live().orElseThrow());
    other.service.start();
    return other;
  }

  @Test
  void refused_with_a_record_here_the_pass_goes_on_and_calls_a_person() {
    remote.refuse();
    world.mirror.commit("v2");
    PassEnd end = ended();
    assertThat(world.live()).contains("v2");
    assertThat(end.pushed().durability()).isEqualTo(Durability.REFUSED);
    assertThat(end.pushed().failure().orElseThrow().remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @Test
  void refused_without_a_record_here_the_service_is_left_alone() {
    world.loseState(remote, ASYNC);
    remote.refuse();
    world.mirror.commit("v2");
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().remedy()).isEqualTo(Remedy.OPERATOR));
    assertThat(world.live()).contains("v1");
    assertThat(world.record()).isEmpty();
  }

  @Test
  void orders_alone_are_no_record_that_new_content_may_follow() throws StepFailed {
    world.loseState(remote, ASYNC);
    remote.refuse();
    world.orders().pause(world.target.name(), "why");
    world.orders().resume(world.target.name());
    world.destination.erase(world.target.place());
    world.mirror.commit("v2");
    assertThat(world.sync()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.live()).isEmpty();
    assertThat(world.record()).containsExactly("paused", "resumed");
  }

  @Test
  void a_rewritten_remote_is_never_pushed_over() {
    World foreign = new World(world);
    MemoryLedgerRemote elsewhere = new MemoryLedgerRemote();
    foreign.push(elsewhere, ASYNC);
    foreign.mirror.commit("v5");
    foreign.sync();
    remote.rewrite(world.target.name(), elsewhere);
    Optional<EntryId> there = remote.tip(world.target.name());
    assertThat(ended().pushed().durability()).isEqualTo(Durability.REFUSED);
    assertThat(remote.tip(world.target.name())).isEqualTo(there);
  }

  @Test
  void out_of_reach_without_a_record_here_it_runs_on_what_there_is_and_joins_later() {
    world.loseState(remote, ASYNC);
    world.destination.erase(world.target.place());
    remote.down();
    world.mirror.commit("v2");
    world.sync();
    assertThat(world.live()).contains("v2");
    remote.up();
    world.sync();
    assertThat(world.record()).containsExactly("deployed", "deployed", "joined");
    assertThat(world.live()).contains("v2");
    assertThat(world.history().live()).isInstanceOf(Live.Managed.class);
  }

  /// A pause and a quarantine may be in the record that can't be had.
  @Test
  void in_mode_sync_new_content_waits_until_it_is_known_whether_there_is_a_record() {
    world.push(remote, SYNC);
    world.sync();
    world.loseState(remote, SYNC);
    world.destination.erase(world.target.place());
    remote.down();
    world.mirror.commit("v2");
    assertThat(ended().outcome())
        .isInstanceOfSatisfying(
            Outcome.Offline.class,
            offline ->
                assertThat(offline.failure().message())
                    .isEqualTo(
                        "new content waits until the record is on its remote (mode: sync);"
                            + " whether there is one is not known: the record's remote is out of"
                            + " reach"));
    assertThat(world.sync(PassRequest.Option.LEAVE_REMOTE)).isInstanceOf(Outcome.Offline.class);
    assertThat(world.live()).isEmpty();
    remote.up();
    world.sync();
    assertThat(world.live()).contains("v2");
    assertThat(world.record()).doesNotContain("joined");
  }

  @Test
  void in_mode_sync_new_content_waits_and_is_not_condemned() {
    world.push(remote, SYNC);
    world.sync();
    remote.down();
    world.mirror.commit("bad-yaml");
    assertThat(ended().pushed().durability()).isEqualTo(Durability.UNCONFIRMED);
    world.mirror.commit("v2");
    PassEnd end = ended();
    assertThat(end.outcome())
        .isInstanceOfSatisfying(
            Outcome.Held.class,
            held ->
                assertThat(held.why())
                    .isEqualTo(
                        "new content waits until the record is on its remote (mode: sync);"
                            + " 1 entry is not there yet: the record's remote is out of reach"));
    assertThat(end.pushed().durability()).isEqualTo(Durability.OUTSTANDING);
    assertThat(world.live()).contains("v1");
    assertThat(world.history().quarantine()).doesNotContainKey(Content.of("v2").blob());
    remote.up();
    assertThat(ended().pushed()).isEqualTo(Pushed.NOTHING);
    assertThat(world.live()).contains("v2");
  }

  @Test
  void in_mode_sync_the_way_back_never_waits() {
    world.push(remote, SYNC);
    world.mirror.commit("v2");
    world.sync();
    remote.down();
    world.destination.write(world.target.place(), "edited");
    PassEnd healed = ended();
    assertThat(world.live()).contains("v2");
    assertThat(healed.pushed().durability()).isEqualTo(Durability.UNCONFIRMED);
    world.rollBack();
    assertThat(world.live()).contains("v1");
  }

  @Test
  void in_mode_sync_a_first_deployment_waits_as_without_a_source() {
    world.push(remote, SYNC);
    world.loseState(remote, SYNC);
    world.destination.erase(world.target.place());
    remote.down();
    world.mirror.commit("bad-yaml");
    world.sync();
    world.mirror.commit("v2");
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Offline.class,
            offline -> assertThat(offline.budget()).isEqualTo(Outcome.Budget.NO_FILE));
    remote.refuse();
    assertThat(world.sync())
        .as("a person's turn is no outage")
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.failure())
                    .isEqualTo(
                        Failure.operator(
                            Step.PUSH,
                            "new content waits until the record is on its remote (mode: sync): the"
                                + " record's remote refuses the credential",
                            "mend it")));
  }

  /// The hint is followed: once the remote answers, nothing else is needed.
  @Test
  void a_lost_record_names_its_remote_as_the_way_out() {
    world.loseState(remote, ASYNC);
    world.destination.forget();
    remote.down();
    assertThat(world.sync())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.failure().hint())
                    .startsWith("lastgood push powersync brings back what the record's remote"));
    remote.up();
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void a_try_by_hand_without_the_units_credential_says_nothing_of_the_remote() {
    StatusCache.Push before = push();
    remote.giveNoCredential();
    PassEnd end = new Deployer(world.ports(), new CriticalSection()).pass(world.target, REQUEST);
    assertThat(end.pushed().durability()).isEqualTo(Durability.REFUSED);
    assertThat(push()).isEqualTo(before);
    assertThat(remembered()).isEqualTo(Durability.DURABLE);
    ended();
    assertThat(push().failure()).as("the unit was to be given it").isPresent();
    assertThat(remembered()).isEqualTo(Durability.REFUSED);
  }

  @Test
  void neither_does_one_on_a_host_without_a_record() {
    world.loseState(remote, ASYNC);
    remote.giveNoCredential();
    Outcome outcome = world.pass(world.ports());
    Optional<LastPass> before = world.cache.lastPass(world.target.name());
    world.clock.sleep(Duration.ofMinutes(1));
    PassEnd end = new Deployer(world.ports(), new CriticalSection()).pass(world.target, REQUEST);
    assertThat(end.outcome()).isEqualTo(outcome);
    assertThat(world.cache.lastPass(world.target.name())).isEqualTo(before);
  }

  private Durability remembered() {
    return world.cache.lastPass(world.target.name()).orElseThrow().result().durability();
  }

  @Test
  void a_rehearsal_asks_no_remote() {
    int exchanges = remote.exchanges();
    world.sync(PassRequest.Option.DRY_RUN);
    assertThat(remote.exchanges()).isEqualTo(exchanges);
  }

  private PassEnd ended() {
    return world.ended(world.ports());
  }

  private StatusCache.Push push() {
    return world
        .cache
        .lastPush(world.target.name(), world.remote.address(world.target.name()).orElseThrow())
        .orElseThrow();
  }
}
