// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static dev.lastgood.json.Schema.blob;
import static dev.lastgood.json.Schema.commit;
import static dev.lastgood.json.Schema.count;
import static dev.lastgood.json.Schema.flag;
import static dev.lastgood.json.Schema.list;
import static dev.lastgood.json.Schema.numbers;
import static dev.lastgood.json.Schema.object;
import static dev.lastgood.json.Schema.ref;
import static dev.lastgood.json.Schema.text;
import static dev.lastgood.json.Schema.time;
import static dev.lastgood.json.Schema.words;

import dev.lastgood.app.Severity;
import dev.lastgood.json.Definitions;
import dev.lastgood.json.RecordSchemas;
import dev.lastgood.json.Schema;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.model.Worded;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.port.Durability;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The schema of each command's answers in JSON, by the command's words joined with `-`, and of
/// `record.json`.
final class AnswerSchemas {
  /// What an entry says of a pass that wrote none, too.
  private static final Set<String> OF_EVERY_PASS =
      Set.of(
          "commit",
          "blob",
          "previousCommit",
          "previousBlob",
          "author",
          "subject",
          "committedAt",
          "live",
          "text",
          "failures",
          "trigger",
          "actor",
          "host",
          "startedAt",
          "durationMs",
          "checks");

  private AnswerSchemas() {}

  /// Whole documents.
  static Map<String, String> all() {
    Map<String, Schema> schemas = new TreeMap<>();
    schemas.put("record", RecordSchemas.record());
    schemas.put("log", RecordSchemas.entry());
    schemas.put("show", shown());
    schemas.put("sync", pass());
    schemas.put("rollback", pass());
    schemas.put("status", StatusSchema.status());
    schemas.put("show-deployed-commit", deployedCommit());
    schemas.put("diff", difference());
    schemas.put("check", checked());
    schemas.put("check-config", checkedConfig());
    schemas.put("doctor", finding());
    schemas.put("explain", explained());
    schemas.put("notify", told());
    schemas.put("verify", verified());
    schemas.put("push", pushed());
    schemas.put("quarantine-list", quarantined());
    schemas.put("quarantine-clear", quarantined());
    Map<String, String> documents = new TreeMap<>();
    schemas.forEach((name, schema) -> documents.put(name, Definitions.document(name, schema)));
    return documents;
  }

  /// What a pass can come to, in a word.
  static Schema outcomes() {
    Live live = new Live.Nothing();
    Failure failure = new Failure(Step.LOOK, Remedy.RETRY, "", "");
    Stream<String> unrecorded =
        Stream.of(
                new Outcome.Unchanged(live, ""),
                new Outcome.Held(live, ""),
                new Outcome.Offline(live, failure, Outcome.Budget.WITHIN),
                new Outcome.Failed(live, failure))
            .map(Outcome::word);
    Stream<String> recorded = Arrays.stream(OutcomeKind.values()).map(Worded::word);
    return words(Stream.concat(recorded, unrecorded).toList());
  }

  static Schema exitCode() {
    return numbers(Arrays.stream(ExitCode.values()).map(ExitCode::code).distinct().toList());
  }

  private static Schema shown() {
    return object("One entry, whole.")
        .members(RecordSchemas.entry(), RecordSchemas.entry().required())
        .always("diff", list(text()), "What it changed, or would have: the lines of a diff.");
  }

  private static Schema pass() {
    return object("What a pass came to with one target: as the entry that it wrote, where it did.")
        .members(RecordSchemas.entry(), OF_EVERY_PASS)
        .always("entry", commit().orNull(), "The entry that it wrote; null when none.")
        .always("time", time(), "When it ended.")
        .always("target", text(), "The target's name.")
        .always("outcome", outcomes(), "How it ended.")
        .maybe("record", durability(), "Where what was recorded is not where it should be.")
        .always("exitCode", exitCode(), "What it alone would exit with.");
  }

  private static Schema durability() {
    return object("What became of the record.")
        .always("durability", words(Durability.class), "How far it would outlive this host.")
        .always("failure", ref("failure").orNull(), "Why it is not on its remote.");
  }

  private static Schema work(Schema object) {
    return object
        .maybe("author", ref("person").orNull(), "Who wrote the commit that brought it.")
        .maybe("date", time().orNull(), "When that was written.")
        .maybe("subject", text().orNull(), "That commit's subject.");
  }

  private static Schema deployedCommit() {
    Schema answer =
        object("Which commit's file is live, or was at a time (--at, --ledger).")
            .always("target", text(), "The target's name.")
            .always("commit", commit().orNull(), "The commit; null for none.")
            .always("blob", blob().orNull(), "The content; null for nothing.");
    work(answer)
        .maybe("since", time().orNull(), "Since when it has been live.")
        .maybe("newestCommit", commit().orNull(), "The newest known to carry the same content.")
        .maybe("at", time().orNull(), "The time that was asked for; null for the newest.")
        .maybe("recordBegins", time().orNull(), "When nothing was recorded by then.")
        .maybe("proven", flag(), "Whether it had been proven by then.")
        .maybe("standing", words(Proof.Standing.class), "How sure that was.")
        .maybe(
            "until", time().orNull(), "When something else went in; null when it is live still.");
    return answer
        .maybe("entry", commit().orNull(), "The entry it is known from; null of a pass under way.")
        .maybe("outcome", words(OutcomeKind.class).orNull(), "How that pass ended.")
        .maybe("trigger", words(Trigger.class), "What started it.")
        .maybe("actor", text(), "The user at whose word it ran.")
        .maybe("host", text(), "The host.")
        .maybe("reason", text(), "What happened and why, in sentences.");
  }

  private static Schema difference() {
    return object("What is live, beside what the branch holds now.")
        .always("target", text(), "The target's name.")
        .always("different", flag(), "Whether they differ.")
        .always("liveBlob", blob().orNull(), "What is live; null for nothing.")
        .always("branch", text(), "The branch.")
        .always("commit", commit(), "The branch's tip.")
        .always("blob", blob(), "What it holds.")
        .always("changes", list(text()), "What it would change, in the service's words.")
        .always("checks", list(ref("verdict")), "What each check says of it.")
        .always("diff", list(text()), "The lines of a diff.");
  }

  private static Schema checked() {
    return object("What the target's checks say of a file.")
        .always("target", text(), "The target's name.")
        .always("file", text(), "The file, as given.")
        .always("ok", flag(), "Whether all of them passed.")
        .always("checks", list(ref("verdict")), "What each check said.")
        .always("changes", list(text()), "What it would change, in the service's words.");
  }

  private static Schema checkedConfig() {
    Schema problem =
        object("What is wrong.")
            .always("where", text(), "File, line and column.")
            .always("message", text(), "What.")
            .always("hint", text(), "What mends it; empty when that is plain.");
    return object("What is said of a configuration.")
        .always("file", text(), "The file.")
        .always("ok", flag(), "Whether it is fine.")
        .always("problems", list(problem), "All of them.")
        .maybe("resolved", text(), "With --resolved: as YAML, with what presets fill in.");
  }

  private static Schema told() {
    return object("What came of telling somebody something.")
        .always("notifier", text(), "Who: its place in the configuration, and where it leads.")
        .always("subject", text(), "What of: a target, a unit, or test.")
        .always("arrived", flag(), "Whether it is known to have arrived.")
        .always("error", text().orNull(), "Why it did not.");
  }

  private static Schema finding() {
    return object("One thing that was looked at.")
        .always("gravity", words(Severity.class), "How serious it is.")
        .always("subject", text(), "What was looked at.")
        .always("message", text(), "What was found.")
        .always("fix", text(), "What mends it; empty when there is nothing to do.");
  }

  private static Schema verified() {
    Schema remote =
        object("The record's remote.")
            .always("ok", flag(), "Whether it holds the same.")
            .always("message", text(), "In a sentence.");
    return object("Whether a target's record is whole, and its file is what that says.")
        .always("target", text(), "The target's name.")
        .always("ok", flag(), "Whether all fits.")
        .always("entries", count(), "How many there are.")
        .always("problems", list(text()), "What does not fit, oldest first.")
        .maybe("file", text(), "Of this host's record: what the destination holds.")
        .maybe("record", remote, "With --remote.")
        .maybe("branch", text(), "Of a copy (--ledger): the branch.");
  }

  private static Schema explained() {
    return object("What a code, a word or an entry means.")
        .always("title", text(), "What is explained.")
        .always("means", list(text()), "What it means; of an entry, what happened first.")
        .always("holds", text(), "What the destination holds.")
        .always("actions", list(text()), "What to do, in this order; empty when there is nothing.")
        .always("more", text().orNull(), "Where the installed documents say more.");
  }

  private static Schema pushed() {
    return object("What became of bringing a target's record to its remote.")
        .always("target", text(), "The target's name.")
        .always("remote", text(), "Its url.")
        .always("branch", text(), "The branch there.")
        .always("pushed", count(), "How many entries went there now.")
        .always("unpushed", count(), "How many are not there.")
        .always("failure", ref("failure").orNull(), "Why.")
        .always("exitCode", exitCode(), "What it alone would exit with.");
  }

  private static Schema quarantined() {
    return object("Content in quarantine, or let out of it.")
        .always("target", text(), "The target's name.")
        .always("blob", blob(), "The content.")
        .always("reason", words(Quarantine.Reason.class), "What put it there.")
        .always("commit", commit().orNull(), "The commit it was found in.")
        .always("subject", text().orNull(), "Of the commit that brought it.")
        .always("author", ref("person").orNull(), "Who wrote that.")
        .always("since", time().orNull(), "Since when.")
        .always("entry", commit().orNull(), "The entry that put it there.");
  }
}
