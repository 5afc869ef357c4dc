// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.testkit.MemoryLedger;
import dev.lastgood.testkit.World;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A state directory that was lost or rolled back under a file that was not.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LostRecordTest {
  private final World world = new World();

  @Test
  void a_lost_record_is_not_begun_anew() {
    deployed("v1");
    Failure failure = refused(world.pass(lost()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo(
            "/srv/rules.yaml was deployed by another record than the one in the state directory:"
                + " the state directory was lost");
    assertThat(failure.hint()).contains("restore", "lastgood sync powersync --retry");
    assertThat(world.live()).contains("v1");
  }

  @Test
  void an_operator_may_begin_anew() {
    deployed("v1");
    assertThat(world.pass(lost(), PassRequest.Option.RETRY)).isInstanceOf(Outcome.Settled.class);
  }

  @Test
  void a_lost_record_is_told_also_when_the_source_is_out_of_reach() {
    deployed("v1");
    world.mirror.down();
    refused(world.pass(lost()));
  }

  @Test
  void a_record_that_was_rolled_back_does_not_roll_the_file_back() {
    deployed("v1");
    Ports early = world.ports();
    MemoryLedger copy = world.ledger.copy();
    deployed("v2");
    Failure failure = refused(world.pass(with(early, copy)));
    assertThat(failure.message())
        .startsWith("/srv/rules.yaml was deployed as blob ")
        .endsWith(", of which the record knows nothing: the state directory was rolled back");
    assertThat(world.live()).contains("v2");
    assertThat(world.pass(with(early, copy), PassRequest.Option.RETRY))
        .isInstanceOf(Outcome.Settled.class);
  }

  @Test
  void an_edit_in_place_heals() {
    deployed("v1");
    deployed("v2");
    world.destination.writeInto(world.target.place(), "edited");
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    assertThat(world.live()).contains("v2");
  }

  /// Its `identity.json` was damaged, removed and made anew.
  @Test
  void a_record_that_lost_only_its_name_goes_on() {
    deployed("v1");
    world.destination.forget();
    world.destination.writeInto(world.target.place(), "edited");
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    assertThat(world.live()).contains("v1");
    assertThat(world.record()).endsWith("drift-healed");
  }

  @Test
  void a_file_of_an_earlier_deployment_heals() throws Exception {
    deployed("v1");
    deployed("v2");
    world.destination.swap(world.destination.stage(world.target.place(), Content.of("v1")));
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    assertThat(world.live()).contains("v2");
  }

  @Test
  void content_that_was_rolled_back_is_known() throws Exception {
    deployed("v1");
    world.mirror.commit("crash");
    world.sync();
    world.destination.swap(world.destination.stage(world.target.place(), Content.of("crash")));
    assertThat(world.sync()).isNotInstanceOf(Outcome.Failed.class);
    assertThat(world.live()).contains("v1");
    assertThat(world.record()).endsWith("drift-healed");
  }

  private void deployed(String text) {
    world.mirror.commit(text);
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
  }

  private Ports lost() {
    world.destination.forget();
    return with(world.ports(), new MemoryLedger(world.clock));
  }

  private static Ports with(Ports ports, MemoryLedger ledger) {
    return new Ports(
        ports.mirror(),
        ports.destination(),
        ports.checks(),
        ports.service(),
        ports.probe(),
        new Ports.Memory(ledger, LedgerRemote.NONE, ports.memory().cache()),
        ports.time());
  }

  private static Failure refused(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).failure();
  }
}
