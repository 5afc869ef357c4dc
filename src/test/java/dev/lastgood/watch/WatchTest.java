// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Failure;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.testkit.MemoryLedgerRemote;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(20)
final class WatchTest {
  private static final SourceName FIT = new SourceName("fit");

  private final WatchWorld host = new WatchWorld();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lastgood.watch");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void what_is_pushed_is_live_within_the_interval() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    assertThat(host.world.live()).contains("v1");

    host.world.mirror.commit("v2");
    host.run(Duration.ofSeconds(90));
    assertThat(host.world.live()).contains("v2");
    assertThat(host.world.record()).containsExactly("deployed", "deployed");
    assertThat(host.world.history().newest().orElseThrow().attempt().run().trigger())
        .hasToString("WATCH");
  }

  @Test
  void a_source_is_looked_at_once_however_many_targets_it_has() throws Exception {
    host.targets = List.of(host.world.target, host.second("two"), host.second("three"));
    host.world.mirror.commit("v1");
    host.round();
    assertThat(host.world.mirror.looks()).isEqualTo(1);
    host.run(Duration.ofMinutes(30));
    assertThat(host.world.mirror.looks()).isBetween(28, 34);
  }

  @Test
  void a_hint_is_seen_at_once_and_its_look_is_in_the_log() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.run(Duration.ofSeconds(5));
    host.world.mirror.commit("v2");
    LookId look = host.watch().hints().hint(FIT);
    assertThat(host.watch().hints().hint(FIT)).isEqualTo(look);
    host.run(Duration.ofMillis(250));

    assertThat(host.world.live()).contains("v2");
    assertThat(host.world.mirror.looks()).isEqualTo(2);
    assertThat(lines(Level.INFO))
        .anyMatch(line -> line.equals("a hint: looking source=fit look=" + look))
        .anyMatch(
            line -> line.startsWith("pass over target=powersync outcome=deployed look=" + look));
  }

  @Test
  void a_thousand_hints_make_one_look_a_second() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    int before = host.world.mirror.looks();
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 10; j++) {
        host.watch().hints().hint(FIT);
      }
      host.run(Duration.ofMillis(100));
    }
    assertThat(host.world.mirror.looks() - before).isBetween(9, 11);
  }

  @Test
  void while_nothing_changes_there_is_a_pass_every_five_minutes_and_a_look_every_minute()
      throws Exception {
    host.world.mirror.commit("v1");
    host.run(Duration.ofHours(1));
    assertThat(host.world.mirror.looks()).isBetween(55, 68);
    assertThat(host.passes).isBetween(10, 14);
  }

  @Test
  void a_hand_edit_is_healed_at_the_next_look() throws Exception {
    host.world.mirror.commit("v1");
    host.run(Duration.ofMinutes(3));
    host.world.destination.write(host.world.target.place(), "by hand");
    host.run(Duration.ofSeconds(70));
    assertThat(host.world.live()).contains("v1");
    assertThat(host.world.record()).containsExactly("deployed", "drift-healed");
  }

  @Test
  void a_proof_that_is_outstanding_is_made_within_the_interval() throws Exception {
    host.world.service.stop();
    host.world.mirror.commit("v1");
    host.run(Duration.ofMinutes(4));
    assertThat(host.passes).isBetween(4, 6);
  }

  @Test
  void what_does_not_change_is_said_once() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.run(Duration.ofHours(1));
    assertThat(lines(Level.INFO)).hasSize(2);
    assertThat(lines(Level.INFO).getLast()).startsWith("pass over target=powersync outcome=unch");
  }

  @Test
  void an_outage_is_said_once_and_its_end_too() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.world.mirror.down();
    host.run(Duration.ofHours(2));
    assertThat(lines(Level.WARN))
        .singleElement()
        .asString()
        .contains("outcome=offline")
        .contains("why=\"connection refused\"");
    assertThat(host.world.mirror.looks()).isLessThan(16);

    host.world.mirror.failing(Optional.empty());
    host.run(Duration.ofMinutes(17));
    assertThat(lines(Level.INFO)).anyMatch(line -> line.startsWith("well again after "));
    assertThat(lines(Level.ERROR)).isEmpty();
  }

  @Test
  void an_outage_that_outlasts_its_budget_is_an_error_once() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.world.mirror.down();
    host.run(Duration.ofHours(30));
    assertThat(lines(Level.WARN)).hasSize(1);
    assertThat(lines(Level.ERROR)).singleElement().asString().contains("outcome=offline");
  }

  @Test
  void beside_another_pass_it_waits_without_a_word() throws Exception {
    host.otherPass = Optional.of("pid 4711 since 04:00:00");
    host.world.mirror.commit("v1");
    host.run(Duration.ofMinutes(5));
    assertThat(host.world.live()).isEmpty();
    assertThat(lines(Level.INFO)).isEmpty();
    assertThat(lines(Level.WARN)).isEmpty();
    assertThat(host.told)
        .containsExactly(
            "STATUS=Waiting: another pass holds the lock of"
                + " /var/lib/lastgood: pid 4711 since 04:00:00");

    host.otherPass = Optional.empty();
    host.run(Duration.ofSeconds(15));
    assertThat(host.world.live()).contains("v1");
  }

  @Test
  void a_hint_that_meets_another_pass_is_not_lost() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.otherPass = Optional.of("pid 4711");
    LookId look = host.watch().hints().hint(FIT);
    host.run(Duration.ofSeconds(5));
    host.otherPass = Optional.empty();
    host.run(Duration.ofSeconds(5));
    assertThat(lines(Level.INFO)).anyMatch(line -> line.contains("outcome=unchanged look=" + look));
  }

  @Test
  void a_pass_that_can_not_begin_does_not_end_it() throws Exception {
    host.broken = true;
    host.world.mirror.commit("v1");
    host.run(Duration.ofHours(1));
    assertThat(lines(Level.ERROR)).singleElement().asString().contains("a planted bug");
    host.broken = false;
    host.run(Duration.ofMinutes(17));
    assertThat(host.world.live()).contains("v1");
    assertThat(lines(Level.INFO)).filteredOn("passes can be made again"::equals).hasSize(1);
  }

  @Test
  void content_that_fails_is_an_error_once() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.world.mirror.commit("bad-yaml");
    host.run(Duration.ofHours(1));
    assertThat(lines(Level.ERROR)).hasSize(1);
    assertThat(host.world.live()).contains("v1");
  }

  @Test
  void a_configuration_that_is_wrong_at_the_start_ends_it() {
    host.wrong = Optional.of("has no key 'tragets'");
    assertThatThrownBy(host::watch).isInstanceOf(ConfigRejected.class);
  }

  @Test
  void a_new_configuration_holds_from_the_next_look_on() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.config = WatchWorld.every(Duration.ofSeconds(10), Map.of());
    host.watch().reload();
    host.run(Duration.ofMinutes(10));
    assertThat(host.world.mirror.looks()).isBetween(55, 68);
    assertThat(host.told).contains("READY=1").anyMatch(each -> each.startsWith("RELOADING=1\nMON"));
  }

  @Test
  void a_wrong_one_is_told_and_the_one_before_stays() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.wrong = Optional.of("has no key 'tragets'");
    host.watch().reload();
    host.world.mirror.commit("v2");
    host.run(Duration.ofSeconds(70));
    assertThat(host.world.live()).contains("v2");
    assertThat(lines(Level.ERROR))
        .containsExactly(
            "the configuration is wrong, the one before stays where=lastgood.yaml:1:1"
                + " problem=\"has no key 'tragets'\" hint=\"mend it\"",
            "the configuration is wrong, the one before stays where=lastgood.yaml:2:1"
                + " problem=\"no valid YAML\"");
    assertThat(host.told.getLast()).isNotEqualTo("RELOADING=1");
    assertThat(host.told).contains("READY=1");
  }

  @Test
  void the_service_manager_is_told_when_the_first_round_is_over_and_what_stands() throws Exception {
    host.world.mirror.commit("v1");
    host.world.clock.after(Duration.ofSeconds(30), () -> host.section.requestStop());
    host.watch().run(Optional.empty());
    assertThat(host.told).hasSize(2).last().isEqualTo("READY=1");
    assertThat(host.told.getFirst()).matches("STATUS=powersync: deployed \\([0-9a-f]{10}\\)");
  }

  @Test
  void a_records_remote_that_is_away_is_asked_less_and_less_often() throws Exception {
    MemoryLedgerRemote remote = new MemoryLedgerRemote();
    host.world.push(remote, new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24)));
    host.world.mirror.commit("v1");
    host.round();
    remote.down();
    int asked = remote.exchanges();
    host.world.mirror.commit("v2");
    host.run(Duration.ofHours(3));
    assertThat(remote.exchanges() - asked).isBetween(6, 12);
    remote.up();
    host.run(Duration.ofMinutes(61));
    assertThat(remote.tip(host.world.target.name()))
        .isEqualTo(host.world.ledger.tip(host.world.target.name()));
  }

  @Test
  void a_records_remote_that_was_mended_is_asked_once_the_configuration_is_read_again()
      throws Exception {
    MemoryLedgerRemote remote = new MemoryLedgerRemote();
    host.world.push(remote, new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24)));
    host.world.mirror.commit("v1");
    remote.down();
    host.run(Duration.ofHours(6));
    remote.up();
    host.watch().reload();
    host.run(Duration.ofSeconds(5));
    assertThat(remote.tip(host.world.target.name()))
        .isEqualTo(host.world.ledger.tip(host.world.target.name()));
  }

  @Test
  void a_record_that_a_person_has_to_see_to_is_an_error_once_with_what_to_do() throws Exception {
    MemoryLedgerRemote remote = new MemoryLedgerRemote();
    host.world.push(remote, new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24)));
    host.world.mirror.commit("v1");
    host.round();
    remote.refuse();
    host.run(Duration.ofHours(3));
    assertThat(lines(Level.ERROR))
        .singleElement()
        .asString()
        .startsWith("pass over target=powersync outcome=unchanged live=")
        .contains(" record=refused ")
        .endsWith("why=\"the record's remote refuses the credential\" hint=\"mend it\"");

    remote.up();
    host.run(Duration.ofMinutes(61));
    assertThat(lines(Level.INFO)).anyMatch(line -> line.startsWith("well again after "));
    assertThat(lines(Level.ERROR)).hasSize(1);
  }

  @Test
  void content_that_its_source_does_not_hand_out_is_asked_for_less_and_less_often()
      throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.world.mirror.commit("v2");
    host.world.mirror.failingFrom(
        Step.EXTRACT, Optional.of(Failure.retry(Step.EXTRACT, "broken off", "")));
    host.run(Duration.ofHours(2));
    assertThat(lines(Level.WARN)).singleElement().asString().contains("outcome=offline");
    assertThat(host.watch().health().now().sources().getFirst().failure()).contains("broken off");
    assertThat(host.world.mirror.looks()).isLessThan(16);
  }

  @Test
  void health_tells_what_the_last_passes_came_to() throws Exception {
    host.world.mirror.commit("v1");
    Health health = host.watch().health();
    assertThat(health.now().ready()).isFalse();
    assertThat(health.now().targets().getFirst().passedAt()).isEmpty();
    host.round();
    assertThat(health.now().ready()).isTrue();
    assertThat(health.now().progressing()).isTrue();
    assertThat(health.now().targets().getFirst().conclusion()).contains(LastPass.Conclusion.DONE);

    host.world.mirror.down();
    host.run(Duration.ofHours(23));
    assertThat(health.now().sources().getFirst().failure()).contains("connection refused");
    assertThat(health.now().targets().getFirst().stale()).isFalse();
    host.run(Duration.ofHours(2));
    assertThat(health.now().targets().getFirst().stale()).isTrue();
  }

  @Test
  void health_tells_of_a_record_that_can_not_be_brought_to_its_remote() throws Exception {
    MemoryLedgerRemote remote = new MemoryLedgerRemote();
    host.world.push(remote, new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24)));
    host.world.mirror.commit("v1");
    host.round();
    assertThat(host.watch().health().now().targets().getFirst().durable()).isTrue();
    remote.refuse();
    host.run(Duration.ofMinutes(10));
    assertThat(host.watch().health().now().targets().getFirst().durable()).isFalse();
    remote.down();
    host.world.mirror.commit("v2");
    host.run(Duration.ofHours(23));
    assertThat(host.watch().health().now().targets().getFirst().durable()).isTrue();
    host.run(Duration.ofHours(2));
    assertThat(host.watch().health().now().targets().getFirst().durable()).isFalse();
    remote.up();
    host.run(Duration.ofMinutes(61));
    assertThat(host.watch().health().now().targets().getFirst().durable()).isTrue();
  }

  @Test
  void where_every_pass_fails_before_it_can_judge_it_gets_stale() throws Exception {
    MemoryLedgerRemote remote = new MemoryLedgerRemote();
    host.world.push(remote, new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24)));
    remote.refuse();
    host.world.mirror.commit("v1");
    host.run(Duration.ofHours(23));
    Health health = host.watch().health();
    assertThat(health.now().targets().getFirst().conclusion()).contains(LastPass.Conclusion.FAILED);
    assertThat(health.now().targets().getFirst().stale()).isFalse();
    host.run(Duration.ofHours(2));
    assertThat(health.now().targets().getFirst().stale()).isTrue();
  }

  @Test
  void where_another_pass_never_ends_it_gets_stale() throws Exception {
    host.world.mirror.commit("v1");
    host.round();
    host.otherPass = Optional.of("pid 4711");
    host.run(Duration.ofHours(25));
    assertThat(host.watch().health().now().targets().getFirst().stale()).isTrue();
  }

  private List<String> lines(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(WatchTest::text)
        .toList();
  }

  private static String text(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(event.getFormattedMessage());
    List<KeyValuePair> facts = Optional.ofNullable(event.getKeyValuePairs()).orElseGet(List::of);
    for (KeyValuePair fact : facts) {
      String value = String.valueOf(fact.value);
      text.append(' ').append(fact.key).append('=');
      text.append(value.contains(" ") ? '"' + value + '"' : value);
    }
    return text.toString();
  }
}
