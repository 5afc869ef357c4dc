// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.candidate;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Proof.Standing;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Quarantine.Reason;
import dev.lastgood.model.Step;
import dev.lastgood.model.Swap;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.LedgerSamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Entries of every kind, in other people's formats: true, and as their specifications want them.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ForeignViewTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final String SHA256_OF_B =
      "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f";
  private static final EntryId ID = EntryId.of("e".repeat(40));
  private static final Change FIRST =
      new Change(Optional.of(candidate(B)), new Live.Nothing(), live(B));
  private static final Change NEXT = new Change(Optional.of(candidate(B)), live(A), live(B));

  private static Entry entry(OutcomeKind outcome, Change change, Standing standing) {
    return entry(LedgerSamples.attempt(outcome, change, standing, new Account("It happened.")));
  }

  private static Entry entry(Attempt attempt) {
    Change change = attempt.change();
    boolean swapped = !change.before().content().equals(change.after().content());
    return new Entry(
        ID,
        START,
        attempt,
        swapped
            ? Optional.of(new Swap(change.after(), START, Optional.empty()))
            : Optional.empty());
  }

  private static Entry with(Entry entry, Evidence evidence) {
    Attempt attempt = entry.attempt();
    return entry(
        new Attempt(
            attempt.target(),
            attempt.outcome(),
            attempt.change(),
            evidence,
            attempt.run(),
            attempt.account()));
  }

  private static Entry rolledBack(Optional<Reason> reason) {
    return entry(
        OutcomeKind.ROLLED_BACK,
        new Change(
            Optional.of(candidate(B)),
            live(A),
            live(A),
            reason.map(why -> new Quarantine(B.blob(), why))),
        Standing.PASSED);
  }

  private static Entry refused(Verdict.Result checked) {
    Entry refused =
        entry(
            LedgerSamples.attempt(
                OutcomeKind.REFUSED,
                Change.none(Optional.of(candidate(B)), live(A)),
                Standing.PASSED,
                new Account("Refused.", List.of(Failure.newCommit(Step.JUDGE, "no", "")))));
    Verdict size = new Verdict("size", Verdict.Result.PASSED, "", "");
    return with(
        refused,
        new Evidence(
            List.of(size, new Verdict("yaml", checked, "line 1", "")),
            List.of(),
            Proof.carried(Standing.PASSED)));
  }

  private static Optional<JsonObject> event(Entry entry) throws IOException {
    ForeignView view =
        CdEvent.of(entry, Optional.of(entry.after().content().map(_ -> B).orElse(A)));
    Optional<JsonObject> json = json(view);
    if (json.isPresent()) {
      String[] type = text(json.get(), "context", "type").split("\\.");
      assertThat(errors(published(type[2] + type[3]), json.get())).isEmpty();
    }
    return json;
  }

  private static Optional<JsonObject> statement(Entry entry, Optional<Content> content) {
    Optional<JsonObject> json = json(InTotoStatement.of(entry, content));
    json.ifPresent(known -> assertThat(errors(InTotoSchema.STATEMENT, known)).isEmpty());
    return json;
  }

  private static Optional<JsonObject> json(ForeignView view) {
    return switch (view) {
      case ForeignView.Known(var json) ->
          Optional.of(JsonParser.parseString(json.line()).getAsJsonObject());
      case ForeignView.Missing(String why) -> {
        assertThat(why).isNotEmpty().doesNotEndWith(".");
        yield Optional.empty();
      }
    };
  }

  /// As its authors publish it, with the version that its `$id` names.
  private static String published(String event) throws IOException {
    String file = "/dev/cdevents/spec/schemas/" + event + ".json";
    try (InputStream in =
        Objects.requireNonNull(ForeignViewTest.class.getResourceAsStream(file), file)) {
      String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(schema).contains("https://cdevents.dev/0.3.0/schema/");
      return schema;
    }
  }

  private static List<String> errors(String schema, JsonObject json) {
    return new ValidatorFactory()
            .withJsonNodeFactory(new GsonNode.Factory())
            .withEvaluatorFactory(new FormatEvaluatorFactory(Set.of("date-time", "uri-reference")))
            .validate(JsonParser.parseString(schema), json)
            .getErrors()
            .stream()
            .map(error -> error.getInstanceLocation() + ": " + error.getError())
            .toList();
  }

  private static String text(JsonObject json, String... path) {
    JsonObject at = json;
    for (String name : List.of(path).subList(0, path.length - 1)) {
      at = at.getAsJsonObject(name);
    }
    return at.get(path[path.length - 1]).getAsString();
  }

  private static String type(Entry entry) throws IOException {
    return event(entry).map(json -> text(json, "context", "type")).orElse("none");
  }

  @Test
  void a_first_deployment_deploys_and_a_later_one_upgrades() throws IOException {
    assertThat(type(entry(OutcomeKind.DEPLOYED, FIRST, Standing.PASSED)))
        .isEqualTo("dev.cdevents.service.deployed.0.1.1");
    assertThat(type(entry(OutcomeKind.DEPLOYED, NEXT, Standing.PASSED)))
        .isEqualTo("dev.cdevents.service.upgraded.0.1.1");
    assertThat(type(entry(OutcomeKind.DEPLOYED, NEXT, Standing.PENDING))).isEqualTo("none");
  }

  @Test
  void a_way_back_is_a_rollback() throws IOException {
    String rolledBack = "dev.cdevents.service.rolledback.0.1.1";
    assertThat(type(rolledBack(Optional.of(Reason.FAILED)))).isEqualTo(rolledBack);
    assertThat(type(entry(OutcomeKind.MANUAL_ROLLBACK, NEXT, Standing.PASSED)))
        .isEqualTo(rolledBack);
    assertThat(type(entry(OutcomeKind.DRIFT_HEALED, NEXT, Standing.PASSED))).isEqualTo(rolledBack);
    assertThat(
            type(
                entry(
                    OutcomeKind.ROLLED_BACK,
                    new Change(Optional.of(candidate(B)), new Live.Nothing(), new Live.Nothing()),
                    Standing.NONE)))
        .isEqualTo("none");
  }

  @Test
  void a_recovered_pass_is_what_it_did() throws IOException {
    Entry forward = entry(OutcomeKind.RECOVERED, NEXT, Standing.PASSED);
    assertThat(type(forward)).isEqualTo("dev.cdevents.service.upgraded.0.1.1");
    Evidence unchecked = Evidence.of(forward.proof());
    assertThat(type(with(forward, unchecked))).isEqualTo("dev.cdevents.service.rolledback.0.1.1");
    assertThat(type(entry(OutcomeKind.RECOVERED, FIRST, Standing.PASSED)))
        .isEqualTo("dev.cdevents.service.deployed.0.1.1");
    assertThat(
            type(
                entry(
                    OutcomeKind.RECOVERED,
                    Change.none(Optional.empty(), live(A)),
                    Standing.PASSED)))
        .isEqualTo("none");
  }

  @Test
  void an_event_names_the_entry_the_host_and_the_file() throws IOException {
    JsonObject event = event(entry(OutcomeKind.DEPLOYED, NEXT, Standing.PASSED)).orElseThrow();

    assertThat(text(event, "context", "id")).isEqualTo(ID.toString());
    assertThat(text(event, "context", "timestamp")).isEqualTo("2026-11-21T03:14:15.926Z");
    assertThat(text(event, "context", "source")).isEqualTo("/lastgood/host1/powersync");
    assertThat(text(event, "subject", "content", "environment", "id")).isEqualTo("host1");
    assertThat(text(event, "subject", "content", "artifactId"))
        .startsWith("pkg:generic/sync-rules.yaml@" + B.blob() + "?checksum=sha256:" + SHA256_OF_B)
        .contains("&vcs_url=git%2Bhttps%3A%2F%2F");
    assertThat(text(event, "customData", "outcome")).isEqualTo("deployed");
    assertThat(event).isEqualTo(event(entry(OutcomeKind.DEPLOYED, NEXT, Standing.PASSED)).get());
  }

  @Test
  void a_failed_way_back_is_an_incident() throws IOException {
    JsonObject event = event(entry(LedgerSamples.stranded(A, B))).orElseThrow();

    assertThat(text(event, "context", "type")).isEqualTo("dev.cdevents.incident.detected.0.1.0");
    assertThat(text(event, "subject", "content", "service", "id")).isEqualTo("powersync");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REFUSED",
        "ADOPTED",
        "PAUSED",
        "RESUMED",
        "QUARANTINE_CLEARED",
        "REWRITE_ACCEPTED",
        "JOINED"
      })
  void what_changed_no_service_is_no_event(OutcomeKind outcome) throws IOException {
    assertThat(type(entry(outcome, NEXT, Standing.PASSED))).isEqualTo("none");
  }

  @Test
  void what_was_proven_has_passed() {
    JsonObject statement =
        statement(entry(OutcomeKind.DEPLOYED, NEXT, Standing.PASSED), Optional.of(B)).orElseThrow();

    JsonObject subject = statement.getAsJsonArray("subject").get(0).getAsJsonObject();
    assertThat(text(subject, "digest", "sha256")).isEqualTo(SHA256_OF_B);
    assertThat(text(subject, "digest", "gitBlob")).isEqualTo(B.blob().hex());
    assertThat(subject.get("uri").getAsString()).startsWith("git+https://").contains("#");
    assertThat(text(statement, "predicate", "result")).isEqualTo("PASSED");
    assertThat(tests(statement, "passedTests")).containsExactly("size", "yaml", "proof");
    assertThat(statement.toString()).contains("\"gitCommit\":\"" + ID + "\"");
  }

  @Test
  void an_outstanding_proof_is_a_warning_and_a_carried_one_nothing() {
    Entry pending = entry(OutcomeKind.DEPLOYED, NEXT, Standing.PENDING);
    JsonObject statement = statement(pending, Optional.of(B)).orElseThrow();
    assertThat(text(statement, "predicate", "result")).isEqualTo("WARNED");
    assertThat(tests(statement, "warnedTests")).containsExactly("proof");

    Evidence carried = Evidence.of(Proof.carried(Standing.PASSED));
    assertThat(statement(with(pending, carried), Optional.of(B))).isEmpty();
    assertThat(statement(entry(OutcomeKind.ADOPTED, NEXT, Standing.ASSUMED), Optional.of(B)))
        .isEmpty();
  }

  @Test
  void what_failed_is_about_what_was_tried_and_not_about_what_is_live() {
    Entry entry = rolledBack(Optional.of(Reason.FAILED));
    assertThat(InTotoStatement.file(entry)).isEqualTo(live(B));
    JsonObject statement = statement(entry, Optional.of(B)).orElseThrow();
    assertThat(text(statement, "predicate", "result")).isEqualTo("FAILED");
    assertThat(tests(statement, "failedTests")).containsExactly("proof");
    assertThat(statement.toString()).contains(B.blob().hex()).doesNotContain(A.blob().hex());
  }

  @Test
  void what_says_nothing_about_the_content_is_no_statement() {
    assertThat(statement(rolledBack(Optional.empty()), Optional.of(B))).isEmpty();
    assertThat(statement(rolledBack(Optional.of(Reason.LAST_GOOD_FAILED)), Optional.of(B)))
        .isEmpty();
    assertThat(statement(entry(LedgerSamples.stranded(A, B)), Optional.of(B))).isEmpty();
  }

  @Test
  void a_refusal_names_the_check_or_else_the_step() {
    JsonObject byCheck = statement(refused(Verdict.Result.REFUSED), Optional.of(B)).orElseThrow();
    assertThat(tests(byCheck, "passedTests")).containsExactly("size");
    assertThat(tests(byCheck, "failedTests")).containsExactly("yaml");

    JsonObject unread = statement(refused(Verdict.Result.PASSED), Optional.empty()).orElseThrow();
    assertThat(tests(unread, "failedTests")).containsExactly("judge");
    assertThat(unread.toString()).doesNotContain("sha256");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAUSED", "RESUMED", "QUARANTINE_CLEARED", "REWRITE_ACCEPTED", "JOINED"})
  void an_order_judges_nothing(OutcomeKind outcome) {
    assertThat(statement(entry(outcome, NEXT, Standing.PASSED), Optional.of(B))).isEmpty();
  }

  private static List<String> tests(JsonObject statement, String kind) {
    return statement.getAsJsonObject("predicate").getAsJsonArray(kind).asList().stream()
        .map(one -> one.getAsString())
        .toList();
  }
}
