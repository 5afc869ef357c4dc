// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Place;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.VerdictBasis;
import dev.lastgood.testkit.World;
import org.junit.jupiter.api.Test;

/// A refusal ends with its cause, without anybody on the host.
final class OvertakenRefusalTest {
  private final World world = new World();

  OvertakenRefusalTest() {
    world.mirror.commit("v1");
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
  }

  private void refused() {
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
  }

  private void deployed(String text) {
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    assertThat(world.live()).contains(text);
  }

  @Test
  void a_permission_in_a_later_commit_that_leaves_the_file_alone_counts() {
    world.mirror.commit("removes a bucket");
    refused();
    world.mirror.commit("removes a bucket", "It is meant\n\nLastgood-Allow: removals");

    deployed("removes a bucket");
    assertThat(world.record()).containsExactly("deployed", "refused", "deployed");
  }

  @Test
  void a_permission_counts_wherever_it_is_between_the_deployed_commit_and_the_tip() {
    world.mirror.commit("removes a bucket");
    refused();
    world.mirror.commit("removes a bucket", "It is meant\n\nLastgood-Allow: removals");
    world.mirror.commit("removes a bucket", "Touch something else");

    deployed("removes a bucket");
  }

  @Test
  void a_mended_check_counts() {
    world.mirror.commit("bad-yaml");
    refused();
    world.checks.mend();

    deployed("bad-yaml");
  }

  @Test
  void what_is_live_by_now_counts() {
    Entry first = world.history().newest().orElseThrow();
    world.mirror.commit("v2");
    deployed("v2");
    world.mirror.commit("bad-yaml");
    refused();
    int made = world.checks.made();
    world.rollBack(first);

    refused();
    assertThat(world.checks.made()).isEqualTo(made + 1);
  }

  @Test
  void a_quiet_tick_checks_nothing_and_records_nothing() {
    world.mirror.commit("bad-yaml");
    refused();
    int made = world.checks.made();
    refused();
    refused();

    assertThat(world.checks.made()).isEqualTo(made);
    assertThat(world.record()).containsExactly("deployed", "refused");
  }

  @Test
  void the_same_verdict_is_recorded_once_whatever_was_pushed_and_healed_since() {
    world.mirror.commit("bad-yaml");
    refused();
    world.mirror.commit("bad-yaml", "Touch something else");
    refused();
    world.destination.write(world.target.place(), "edited");
    world.sync();
    world.mirror.commit("bad-yaml", "Touch something else again");
    refused();

    assertThat(world.record()).containsExactly("deployed", "refused", "drift-healed");
  }

  @Test
  void a_memory_that_was_lost_costs_one_more_judgement_and_no_entry() {
    world.mirror.commit("bad-yaml");
    refused();
    int made = world.checks.made();
    world.cache.rememberRefused(world.target.name(), new VerdictBasis("00".repeat(32)));
    refused();
    refused();

    assertThat(world.checks.made()).isEqualTo(made + 1);
    assertThat(world.record()).containsExactly("deployed", "refused");
  }

  @Test
  void content_that_an_operator_released_is_refused_anew() throws StepFailed {
    world.mirror.commit("bad-yaml");
    refused();
    world.orders().clear(world.target.name(), world.mirror.tipBlob());
    refused();

    assertThat(world.record())
        .containsExactly("deployed", "refused", "quarantine-cleared", "refused");
    assertThat(world.history().quarantine()).containsKey(world.mirror.tipBlob());
  }

  @Test
  void what_the_service_failed_on_is_not_tried_when_a_refusal_ends() {
    world.checks.mend();
    world.mirror.commit("bad-yaml, crash");
    world.sync();
    assertThat(world.record()).containsExactly("deployed", "rolled-back");
    world.mirror.commit("bad-yaml, crash", "It is meant\n\nLastgood-Allow: removals");

    refused();
    assertThat(world.history().quarantine().values())
        .extracting(Quarantine::reason)
        .containsExactly(Quarantine.Reason.FAILED);
    assertThat(world.record()).containsExactly("deployed", "rolled-back");
  }

  @Test
  void an_operator_s_way_out_of_signatures_needs_no_retry() {
    world.target(
        World.source(SourcePolicy.Rewrites.REFUSE, Signatures.Require.ALL),
        Place.OnDrift.HEAL,
        world.target.consumer().probe());
    world.mirror.commit("v2", "unsigned");
    refused();
    refused();
    assertThat(world.record()).containsExactly("deployed", "refused");
    world.target(
        World.source(SourcePolicy.Rewrites.REFUSE, Signatures.Require.NONE),
        Place.OnDrift.HEAL,
        world.target.consumer().probe());

    deployed("v2");
  }

  @Test
  void a_dry_run_remembers_nothing() {
    world.mirror.commit("bad-yaml");
    world.sync(PassRequest.Option.DRY_RUN);

    assertThat(world.cache.refused(world.target.name())).isEmpty();
  }
}
