// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import static dev.lastgood.json.Schema.blob;
import static dev.lastgood.json.Schema.commit;
import static dev.lastgood.json.Schema.count;
import static dev.lastgood.json.Schema.flag;
import static dev.lastgood.json.Schema.list;
import static dev.lastgood.json.Schema.named;
import static dev.lastgood.json.Schema.object;
import static dev.lastgood.json.Schema.ref;
import static dev.lastgood.json.Schema.text;
import static dev.lastgood.json.Schema.time;
import static dev.lastgood.json.Schema.words;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.model.Verdict;
import dev.lastgood.model.Way;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What several answers say in the same form: the model's values, and a record's entry.
public final class Definitions {
  private static final Pattern REFERENCE = Pattern.compile("\"#/\\$defs/(\\w+)\"");

  private static final Map<String, Schema> ALL = all();

  private Definitions() {}

  /// A whole document, with what it refers to.
  public static String document(String name, Schema root) {
    Map<String, JsonObject> used = new TreeMap<>();
    collect(root.json(), used);
    String id = "https://lastgood.dev/schema/%d/%s.schema.json".formatted(RecordJson.VERSION, name);
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create()
            .toJson(root.document(id, used))
        + "\n";
  }

  private static void collect(JsonObject schema, Map<String, JsonObject> used) {
    Matcher found = REFERENCE.matcher(schema.toString());
    while (found.find()) {
      String name = found.group(1);
      JsonObject definition = Objects.requireNonNull(ALL.get(name), name).json();
      if (used.putIfAbsent(name, definition) == null) {
        collect(definition, used);
      }
    }
  }

  private static Map<String, Schema> all() {
    Map<String, Schema> all = new LinkedHashMap<>();
    all.put(
        "person",
        object("Who wrote a commit.")
            .always("name", text(), "As in the commit.")
            .always("email", text(), "As in the commit."));
    all.put(
        "sourceCommit",
        object("A commit of the source.")
            .always("commit", commit(), "Its id.")
            .always("author", ref("person"), "Who wrote the change.")
            .always("subject", text(), "The message's first line.")
            .always("authoredAt", time(), "When it was written.")
            .always("committedAt", time(), "When it entered the history.")
            .always(
                "message", text(), "Whole; of one with more than 16 KiB the beginning and end."));
    all.put(
        "live",
        object("What the destination holds, or held.")
            .always("commit", commit().orNull(), "Null for content that came from no commit.")
            .always("blob", blob(), "The content's id."));
    all.put(
        "quarantine",
        object("Content that must not be tried again by itself.")
            .always("blob", blob(), "The content's id.")
            .always("reason", words(Quarantine.Reason.class), "What put it there."));
    all.put(
        "failure",
        object("What went wrong, and what ends it.")
            .always("step", words(Step.class), "The step of the pass.")
            .always("message", text(), "What happened.")
            .always("hint", text(), "What mends it; empty when there is nothing to do.")
            .always("remedy", words(Remedy.class), "What ends it."));
    all.put(
        "verdict",
        object("What one check said.")
            .always("check", text(), "Its name.")
            .always("result", words(Verdict.Result.class), "Unavailable: nothing was judged.")
            .always("message", text(), "Why; empty when there is nothing to say.")
            .always("hint", text(), "What mends it; empty when there is nothing to do."));
    all.put(
        "sample",
        object("One answer of the target's probe.")
            .always("at", time(), "When it was asked.")
            .always("green", flag(), "Whether it was as it should be.")
            .always("detail", text(), "What was seen, in a few words.")
            .always(
                "advancing", text().orNull(), "The advancing field, when the probe names one."));
    all.put("swap", swap());
    all.put("order", order());
    all.put("proof", proof());
    all.put("source", source());
    all.put("entry", RecordSchemas.entry());
    return all;
  }

  private static Schema swap() {
    return object("What was put at the destination, and when.")
        .always("live", ref("live").orNull(), "What went in; null when the file was removed.")
        .always("at", time(), "When.")
        .always("undoneAt", time().orNull(), "When the way back from it began.");
  }

  private static Schema order() {
    return object("What an operator ordered.")
        .always("kind", words(OrderJson.Kind.class), "What.")
        .maybe("reason", text(), "Of a pause: why.")
        .maybe("blob", blob(), "Of a clear: the content that may be tried again.")
        .maybe("ends", list(commit()), "Of a resume or a clear: the entries that it ends.")
        .maybe("address", text(), "Of accept-rewrite: the source and its branch.")
        .maybe("tip", commit(), "Of accept-rewrite: the tip that was accepted.")
        .maybe("replaced", commit(), "Of accept-rewrite: the commit deployed then.");
  }

  private static Schema proof() {
    return object("What is known of the service on what is live after the entry.")
        .always("standing", words(Proof.Standing.class), "How sure that is.")
        .always("healthyBefore", flag().orNull(), "One sample before the swap; null if none.")
        .always("summary", text(), "In a sentence.")
        .always("samples", list(ref("sample")), "Of this pass: the first and the last ones.");
  }

  private static Schema source() {
    return object("Where a candidate was found.")
        .always("url", text(), "Without credentials.")
        .always("branch", text(), "The branch.")
        .always("path", text(), "The file in the repository.")
        .always("way", words(Way.class), "How it was read.");
  }

  /// What a run is told by, in every answer that has one.
  static Schema run(Schema object) {
    return object
        .always("trigger", words(Trigger.class), "What started the pass.")
        .always("actor", text(), "The user at whose word it ran.")
        .always("host", text(), "The host, as it is called in the record.")
        .always("startedAt", time(), "When it began.")
        .always("durationMs", count(), "How long it took, in milliseconds.")
        .always("timingsMs", named(words(Step.class), count()), "The time in each step.");
  }

  /// The outcomes that the record knows.
  static Schema outcome() {
    return words(OutcomeKind.class);
  }
}
