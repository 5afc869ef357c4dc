// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Run;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassEnd;
import dev.lastgood.sync.Pushed;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ExitCodeTest {
  private static final BlobId BLOB = Content.of("a").blob();
  private static final Live FILE = new Live.Foreign(BLOB);

  @Test
  void unchanged_and_held_are_quiet() {
    assertThat(of(new Outcome.Unchanged(FILE, ""))).isEqualTo(ExitCode.OK);
    assertThat(of(new Outcome.Held(FILE, "paused"))).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"WITHIN, OK", "SPENT, UNAVAILABLE", "NO_FILE, UNAVAILABLE"})
  void offline_is_an_error_when_the_budget_is_spent(Outcome.Budget budget, ExitCode code) {
    assertThat(of(new Outcome.Offline(FILE, failure(Remedy.RETRY), budget))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"RETRY, OPERATOR", "OPERATOR, OPERATOR", "NEW_COMMIT, REFUSED", "BUG, BUG"})
  void what_ends_a_failure_decides(Remedy remedy, ExitCode code) {
    assertThat(of(new Outcome.Failed(FILE, failure(remedy)))).isEqualTo(code);
    assertThat(of(new Outcome.Refused(FILE, failure(remedy), Optional.empty()))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "DEPLOYED, OK",
    "ADOPTED, OK",
    "DRIFT_HEALED, OK",
    "RECOVERED, OK",
    "MANUAL_ROLLBACK, OK",
    "PAUSED, OK",
    "RESUMED, OK",
    "QUARANTINE_CLEARED, OK",
    "REWRITE_ACCEPTED, OK",
    "JOINED, OK",
    "REFUSED, REFUSED",
    "ROLLED_BACK, ROLLED_BACK",
    "STRANDED, STRANDED"
  })
  void every_recorded_outcome_has_its_code(OutcomeKind outcome, ExitCode code) {
    assertThat(of(settled(outcome, FILE, List.of()))).isEqualTo(code);
  }

  @Test
  void a_rollback_to_a_service_as_unhealthy_as_before_calls_a_person() {
    assertThat(of(rolledBack(FILE, Proof.Standing.FAILED, Remedy.NEW_COMMIT)))
        .isEqualTo(ExitCode.STRANDED);
  }

  @Test
  void a_rollback_over_what_an_operator_has_to_mend_is_the_operator_s() {
    assertThat(of(rolledBack(FILE, Proof.Standing.PASSED, Remedy.OPERATOR)))
        .isEqualTo(ExitCode.OPERATOR);
  }

  @Test
  void a_first_deployment_that_failed_leaves_no_usable_file() {
    assertThat(of(rolledBack(new Live.Nothing(), Proof.Standing.NONE, Remedy.NEW_COMMIT)))
        .isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void stranded_without_a_record_of_it_is_stranded() {
    assertThat(of(new Outcome.Stranded(FILE, List.of(failure(Remedy.NEW_COMMIT)))))
        .isEqualTo(ExitCode.STRANDED);
  }

  @Test
  void a_swap_that_the_disk_refused_waits_for_an_operator() {
    assertThat(of(settled(OutcomeKind.REFUSED, FILE, List.of(failure(Remedy.OPERATOR)))))
        .isEqualTo(ExitCode.OPERATOR);
  }

  @ParameterizedTest
  @CsvSource({
    "LOCK, RETRY, LOCKED",
    "LOOK, RETRY, UNAVAILABLE",
    "FETCH, RETRY, UNAVAILABLE",
    "SETTLE, RETRY, OPERATOR",
    "LOCK, OPERATOR, OPERATOR",
    "LOOK, OPERATOR, OPERATOR",
    "EXTRACT, NEW_COMMIT, REFUSED",
    "JUDGE, ACCEPT_REWRITE, OPERATOR",
    "RECOVER, BUG, BUG"
  })
  void a_request_that_failed_has_no_budget(Step step, Remedy remedy, ExitCode code) {
    Failure failure = new Failure(step, remedy, "it went wrong", "mend it");
    assertThat(ExitCode.of(new RequestFailed("target powersync", failure))).isEqualTo(code);
  }

  @Test
  void at_boot_only_a_usable_file_counts() {
    assertThat(ExitCode.atBoot(true)).isEqualTo(ExitCode.OK);
    assertThat(ExitCode.atBoot(false)).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void the_most_serious_of_several_targets_wins() {
    List<Integer> order = List.of(7, 1, 3, 6, 5, 4, 9, 0);
    List<ExitCode> codes =
        order.stream()
            .map(code ->
                Arrays.stream(ExitCode.values())
                    .filter(one -> one.code() == code && one != ExitCode.DIFFERENT)
                    .findFirst()
                    .orElseThrow())
            .toList();
    for (int i = 0; i < codes.size(); i++) {
      List<ExitCode> rest = codes.subList(i, codes.size()).reversed();
      assertThat(ExitCode.worst(rest)).isEqualTo(codes.get(i));
    }
    assertThat(ExitCode.worst(List.of())).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "DURABLE, OK",
    "OUTSTANDING, OK",
    "UNCONFIRMED, UNCONFIRMED",
    "OVERDUE, UNAVAILABLE",
    "REFUSED, OPERATOR",
    "BROKEN, BUG"
  })
  void a_record_that_is_not_where_it_should_be_counts_beside_the_pass(
      Durability durability, ExitCode code) {
    Pushed pushed = new Pushed(durability, Optional.empty());
    Outcome quiet = new Outcome.Unchanged(FILE, "");
    assertThat(ExitCode.of(new PassEnd(quiet, pushed))).isEqualTo(code);
    Outcome stranded = new Outcome.Stranded(FILE, List.of());
    assertThat(ExitCode.of(new PassEnd(stranded, pushed))).isEqualTo(ExitCode.STRANDED);
  }

  private static ExitCode of(Outcome outcome) {
    return ExitCode.of(new PassEnd(outcome, Pushed.NOTHING));
  }

  private static Failure failure(Remedy remedy) {
    return new Failure(Step.CHECK, remedy, "it went wrong", "mend it");
  }

  private static Outcome rolledBack(Live after, Proof.Standing standing, Remedy remedy) {
    return settled(OutcomeKind.ROLLED_BACK, after, standing, List.of(failure(remedy)));
  }

  private static Outcome settled(OutcomeKind outcome, Live after, List<Failure> failures) {
    return settled(outcome, after, Proof.Standing.ASSUMED, failures);
  }

  private static Outcome settled(
      OutcomeKind outcome, Live after, Proof.Standing standing, List<Failure> failures) {
    Change change = new Change(Optional.empty(), after, after);
    Evidence evidence = Evidence.of(Proof.carried(standing));
    Run run =
        new Run(Trigger.TIMER, "root", "host", Instant.EPOCH, Duration.ofSeconds(1), Map.of());
    Attempt attempt =
        new Attempt(
            new TargetName("powersync"), outcome, change, evidence, run, new Account("", failures));
    return new Outcome.Settled(new Entry(EntryId.of("0".repeat(40)), Instant.EPOCH, attempt));
  }

  @Test
  void the_remembered_exit_code_is_the_one_of_the_pass() {
    World world = new World();
    world.mirror.commit("v1");
    for (String text : new String[] {"v1", "v1", "bad-yaml", "bad-yaml", "no-validator", "crash"}) {
      world.mirror.commit(text);
      assertCode(world);
    }
    world.mirror.down();
    assertCode(world);
    world.clock.sleep(Duration.ofHours(25));
    assertCode(world);
    world.mirror.failing(Optional.of(Failure.operator(Step.LOOK, "no", "")));
    assertCode(world);
    world.mirror.failing(Optional.empty());
    world.mirror.rewrite();
    world.mirror.commit("v9");
    assertCode(world);
    world.service.fallIll(true);
    assertCode(world);
  }

  private static void assertCode(World world) {
    ExitCode code = of(world.sync());
    assertThat(world.cache.lastPass(world.target.name()))
        .hasValueSatisfying(pass -> assertThat(ExitCode.of(pass.result())).isEqualTo(code));
  }
}
