// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.commit;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static dev.lastgood.sync.port.LedgerSamples.stranded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Swap;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.testkit.PublishedSchemas;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class RecordJsonTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final EntryId ID = EntryId.of("e".repeat(40));

  static Stream<Attempt> attempts() {
    return Stream.of(
        deployed(Optional.empty(), A),
        deployed(Optional.of(A), B),
        rolledBack(A, B),
        stranded(A, B),
        LedgerSamples.signedAndMerged(),
        without(new Live.Nothing(), new Live.Foreign(A.blob())),
        without(new Live.Foreign(B.blob()), live(A)),
        without(live(A), new Live.Nothing()),
        refused(),
        removed());
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void every_field_survives_the_way_to_disk_and_back(Attempt attempt) {
    Swap swap = new Swap(live(B), START.minusSeconds(9), Optional.of(START.minusSeconds(4)));
    RecordJson.Stored written =
        new RecordJson.Stored(attempt, START, Optional.of(ID), Optional.of(swap));
    byte[] bytes = RecordJson.of(written).bytes();

    RecordJson.Stored stored = RecordJson.read(Json.parse(bytes));

    PublishedSchemas.requireFit(
        "record", JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)));
    assertThat(stored).isEqualTo(written);
    assertThat(stored.attempt().run().timings().keySet()).containsExactly(Step.LOOK, Step.PROVE);
  }

  private static Json written(Attempt attempt) {
    return RecordJson.of(new RecordJson.Stored(attempt, START, Optional.empty(), Optional.empty()));
  }

  static Stream<Plan> plans() {
    Plan plan = plan(Optional.of(A), B);
    return Stream.of(
        plan,
        with(plan, Optional.empty(), Optional.empty()),
        with(plan, Optional.of(new Live.Nothing()), Optional.of(false)),
        with(plan, Optional.of(new Live.Foreign(A.blob())), Optional.of(true)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void every_field_of_a_plan_too(Plan plan) {
    for (Intent.Phase phase : Intent.Phase.values()) {
      byte[] bytes = PlanJson.of(plan, phase).bytes();

      assertThat(PlanJson.read(ID, Json.parse(bytes))).isEqualTo(new Intent(ID, plan, phase));
    }
  }

  @ParameterizedTest
  @EnumSource(OutcomeKind.class)
  void knows_every_word(OutcomeKind outcome) {
    Failure[] failures =
        Arrays.stream(Step.values())
            .flatMap(step ->
                Arrays.stream(Remedy.values()).map(remedy -> new Failure(step, remedy, "m", "h")))
            .toArray(Failure[]::new);
    for (Proof.Standing standing : Proof.Standing.values()) {
      for (Quarantine.Reason reason : Quarantine.Reason.values()) {
        Attempt attempt =
            LedgerSamples.attempt(
                outcome,
                new Change(
                    Optional.empty(),
                    live(A),
                    live(A),
                    Optional.of(new Quarantine(B.blob(), reason))),
                standing,
                new Account("", List.of(failures)));
        assertThat(RecordJson.read(written(attempt)).attempt()).isEqualTo(attempt);
      }
    }
  }

  @Test
  void has_the_names_of_the_contract_and_the_entry_first() {
    Json json = RecordJson.of(new Entry(ID, START, rolledBack(A, B)));

    assertThat(json.keys())
        .startsWith("entry", "version", "time", "target", "outcome", "commit", "blob")
        .contains(
            "previousCommit",
            "previousBlob",
            "author",
            "subject",
            "committedAt",
            "trigger",
            "actor",
            "host",
            "live",
            "failure",
            "checks",
            "durationMs");
    assertThat(json.object("author").keys()).containsExactly("name", "email");
    assertThat(json.object("live").keys()).containsExactly("commit", "blob");
    assertThat(json.object("failure").keys()).containsExactly("step", "message", "hint", "remedy");
    assertThat(json.text("time")).isEqualTo("2026-11-21T03:14:15.926Z");
    assertThat(json.number("durationMs")).isEqualTo(6789);
    assertThat(RecordJson.of(new Entry(ID, START, deployed(Optional.empty(), A))).has("failure"))
        .isFalse();
  }

  @Test
  void names_who_changed_the_file_rather_than_who_merged() {
    Json json = RecordJson.of(new Entry(ID, START, LedgerSamples.signedAndMerged()));

    assertThat(json.text("commit")).isEqualTo("1".repeat(40));
    assertThat(json.text("subject")).isEqualTo("the change");
  }

  @Test
  void a_later_version_is_not_guessed_at() {
    Json json = written(deployed(Optional.empty(), A));
    json.put("version", 2);

    assertThatThrownBy(() -> RecordJson.read(json)).hasMessageContaining("version 2");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_missing_key_is_named(String key) {
    Json json = written(deployed(Optional.of(A), B));
    JsonObject tree = JsonParser.parseString(json.line()).getAsJsonObject();
    tree.remove(key);
    Json lacking = Json.parse(tree.toString().getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> RecordJson.read(lacking)).hasMessageContaining("\"" + key + "\"");
  }

  static Stream<String> keys() {
    List<String> derived =
        List.of(
            "author",
            "subject",
            "committedAt",
            "commitsUnknown", // what entries of older versions lack
            "permissions",
            "permissionsUnknown");
    return written(deployed(Optional.of(A), B)).keys().stream()
        .filter(key -> !derived.contains(key));
  }

  private static Attempt without(Live before, Live after) {
    return LedgerSamples.attempt(
        OutcomeKind.ADOPTED,
        new Change(Optional.empty(), before, after),
        Proof.Standing.ASSUMED,
        new Account("The file was here first."));
  }

  private static Attempt removed() {
    return LedgerSamples.attempt(
        OutcomeKind.REFUSED,
        new Change(
            Optional.empty(),
            Optional.of(commit(new CommitId("4".repeat(40)), "Move the rules elsewhere")),
            live(A),
            live(A),
            Optional.empty()),
        Proof.Standing.PASSED,
        new Account("Nothing was touched."));
  }

  private static Attempt refused() {
    Attempt plain = rolledBack(A, B);
    Evidence evidence =
        new Evidence(
            List.of(
                new Verdict("yaml", Verdict.Result.REFUSED, "duplicate key", "line 3"),
                new Verdict("command", Verdict.Result.UNAVAILABLE, "not found", "install it")),
            List.of(),
            Proof.carried(Proof.Standing.PENDING));
    return new Attempt(
        plain.target(),
        OutcomeKind.REFUSED,
        plain.change(),
        evidence,
        plain.run(),
        plain.account());
  }

  private static Plan with(Plan plan, Optional<Live> fallback, Optional<Boolean> healthy) {
    return new Plan(
        plan.target(),
        Plan.Purpose.HEAL,
        plan.change(),
        fallback,
        new Plan.Readiness(false, healthy, plan.readiness().evidence(), "by hand"),
        plan.run());
  }
}
