// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Access;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.testkit.MemoryStatusCache;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When a source that can't be had becomes an error: by the last time that content was judged.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class StalenessTest {
  private final World world = new World();

  private Outcome.Budget budget() {
    Outcome outcome = world.sync();
    assertThat(outcome).isInstanceOf(Outcome.Offline.class);
    return ((Outcome.Offline) outcome).budget();
  }

  private void deployed(String text) {
    world.mirror.commit(text);
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
  }

  private static Optional<Failure> silence(Step step) {
    return Optional.of(Failure.retry(step, "the exchange broke off", "wait"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"LOOK", "FETCH", "JUDGE", "EXTRACT"})
  void content_that_never_comes_spends_the_budget_whatever_the_tip_says(Step from) {
    deployed("v1");
    world.mirror.commit("v2");
    world.mirror.failingFrom(from, silence(from));
    for (int hour = 0; hour < 24; hour++) {
      world.clock.sleep(Duration.ofMinutes(59));
      assertThat(budget()).isEqualTo(Outcome.Budget.WITHIN);
    }
    world.clock.sleep(Duration.ofHours(1));

    assertThat(budget()).isEqualTo(Outcome.Budget.SPENT);
    assertThat(budget()).isEqualTo(Outcome.Budget.SPENT);

    world.mirror.failing(Optional.empty());
    assertThat(world.sync()).isInstanceOf(Outcome.Settled.class);
    world.mirror.commit("v3");
    world.mirror.failingFrom(from, silence(from));
    assertThat(budget()).isEqualTo(Outcome.Budget.WITHIN);
  }

  /// A try by hand without what the unit is let in with is no look at the source.
  @Test
  void a_try_without_the_token_takes_nothing_from_what_was_seen() {
    deployed("v1");
    Source fit = world.target.source();
    Access access = fit.access();
    Auth auth = new Auth.Token("git", Auth.NOT_GIVEN.resolve("token"));
    world.target(
        new Source(
            fit.name(),
            fit.url(),
            fit.branch(),
            new Access(auth, access.caFile(), access.proxy(), access.limits()),
            fit.policy()),
        world.target.place().onDrift(),
        world.target.consumer().probe());
    world.mirror.failing(Optional.of(Failure.operator(Step.LOOK, "there is no token file", "")));
    var poll = world.cache.lastPoll(world.target.source());
    var pass = world.cache.lastPass(world.target.name());

    new Deployer(world.ports(), new CriticalSection())
        .pass(world.target, new PassRequest(Trigger.MANUAL, "ada", "web-arm", Set.of()));

    assertThat(world.cache.lastPoll(world.target.source())).isEqualTo(poll);
    assertThat(world.cache.lastPass(world.target.name())).isEqualTo(pass);

    world.sync();

    assertThat(world.cache.lastPoll(world.target.source())).isNotEqualTo(poll);
    assertThat(world.cache.lastPass(world.target.name())).isNotEqualTo(pass);
  }

  @Test
  void a_quiet_tick_judges_what_is_live() {
    deployed("v1");
    world.clock.sleep(Duration.ofHours(30));
    assertThat(world.sync()).isInstanceOf(Outcome.Unchanged.class);
    world.clock.sleep(Duration.ofHours(23));
    world.mirror.down();

    assertThat(budget()).isEqualTo(Outcome.Budget.WITHIN);
  }

  @Test
  void a_refusal_is_a_judgement_too() {
    deployed("v1");
    world.clock.sleep(Duration.ofHours(30));
    world.mirror.failing(Optional.of(Failure.newCommit(Step.FETCH, "no such path", "restore it")));
    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);
    world.clock.sleep(Duration.ofHours(23));
    world.mirror.down();

    assertThat(budget()).isEqualTo(Outcome.Budget.WITHIN);
  }

  @Test
  void a_judgement_in_the_future_counts_as_none() {
    deployed("v1");
    world.cache.rememberJudged(world.target, world.clock.now().plus(Duration.ofDays(365)));
    world.clock.sleep(Duration.ofHours(25));
    world.mirror.down();

    assertThat(budget()).isEqualTo(Outcome.Budget.SPENT);
  }

  @Test
  void a_foreign_file_whose_branch_was_never_judged_is_no_reason_to_be_quiet() {
    world.destination.write(world.target.place(), "by hand");
    world.mirror.down();

    assertThat(budget()).isEqualTo(Outcome.Budget.SPENT);
  }

  @Test
  void the_last_look_is_told_apart_from_the_last_judgement() {
    deployed("v1");
    Instant judged = world.clock.now();
    world.clock.sleep(Duration.ofHours(1));
    world.mirror.failingFrom(Step.FETCH, silence(Step.FETCH));
    budget();

    assertThat(world.cache.judged(world.target).orElseThrow()).isBeforeOrEqualTo(judged);
    assertThat(world.cache.lastPoll(world.target.source()).orElseThrow().succeededAt())
        .contains(world.clock.now());
  }

  @Test
  void what_was_judged_of_another_url_is_no_judgement_of_this_one() {
    deployed("v1");
    world.fork();
    world.mirror.down();

    assertThat(budget()).isEqualTo(Outcome.Budget.SPENT);
  }

  /// `status.json` is lost before every pass.
  private Outcome.Budget forgetful() {
    Ports ports = world.ports();
    Ports.Memory memory = ports.memory();
    Outcome outcome =
        world.pass(
            new Ports(
                ports.mirror(),
                ports.destination(),
                ports.checks(),
                ports.service(),
                ports.probe(),
                new Ports.Memory(memory.ledger(), memory.remote(), new MemoryStatusCache()),
                ports.time()));
    return outcome instanceof Outcome.Offline offline
        ? offline.budget()
        : Outcome.Budget.WITHIN; // only then is what was done told in its place
  }

  @Test
  void an_entry_stands_in_for_a_lost_judgement_whatever_came_after_it() {
    deployed("v1");
    world.mirror.down();
    world.clock.sleep(Duration.ofHours(10));
    world.destination.write(world.target.place(), "edited");
    assertThat(forgetful()).isEqualTo(Outcome.Budget.WITHIN);
    assertThat(world.live()).contains("v1");
    assertThat(forgetful()).isEqualTo(Outcome.Budget.WITHIN);
    world.clock.sleep(Duration.ofHours(15));

    assertThat(forgetful()).isEqualTo(Outcome.Budget.SPENT);
  }

  @Test
  void a_healed_edit_judges_nothing() {
    deployed("v1");
    world.mirror.down();
    world.clock.sleep(Duration.ofHours(25));
    world.destination.write(world.target.place(), "edited");

    assertThat(forgetful()).isEqualTo(Outcome.Budget.SPENT);
    assertThat(world.live()).contains("v1");
    assertThat(forgetful()).isEqualTo(Outcome.Budget.SPENT);
  }

  @Test
  void a_proof_that_was_pending_judges_nothing() {
    deployed("v0");
    world.service.stop();
    deployed("v1");
    world.mirror.down();
    world.clock.sleep(Duration.ofHours(25));
    assertThat(forgetful()).isEqualTo(Outcome.Budget.SPENT);
    world.service.start();

    assertThat(forgetful()).isEqualTo(Outcome.Budget.SPENT);
    assertThat(forgetful()).isEqualTo(Outcome.Budget.SPENT);
  }

  /// What a later pass can't mend is told at once, and judges nothing meanwhile.
  @ParameterizedTest
  @EnumSource(
      value = Remedy.class,
      names = {"OPERATOR", "BUG"})
  void what_fails_here_is_no_outage_and_no_judgement(Remedy remedy) {
    deployed("v1");
    world.mirror.commit("v2");
    world.mirror.failingFrom(
        Step.FETCH, Optional.of(new Failure(Step.FETCH, remedy, "it can't be kept", "mend it")));
    world.clock.sleep(Duration.ofHours(20));
    assertThat(world.sync()).isInstanceOf(Outcome.Failed.class);
    world.clock.sleep(Duration.ofHours(5));
    assertThat(world.sync()).isInstanceOf(Outcome.Failed.class);
    world.mirror.failingFrom(Step.FETCH, silence(Step.FETCH));

    assertThat(budget()).isEqualTo(Outcome.Budget.SPENT);
  }
}
