// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import static dev.lastgood.json.Schema.blob;
import static dev.lastgood.json.Schema.commit;
import static dev.lastgood.json.Schema.list;
import static dev.lastgood.json.Schema.numbers;
import static dev.lastgood.json.Schema.object;
import static dev.lastgood.json.Schema.ref;
import static dev.lastgood.json.Schema.text;
import static dev.lastgood.json.Schema.time;

import java.util.List;

/// An entry of the record: as the audit log shows it, and as `record.json` holds it.
public final class RecordSchemas {
  private RecordSchemas() {}

  /// What `log` says of an entry.
  public static Schema entry() {
    return attempt(
        object("An entry of the record.")
            .always("entry", commit(), "The entry's id: a commit of the ledger."));
  }

  /// What the file of that name in an entry's commit holds.
  public static Schema record() {
    return attempt(object("The record.json of an entry: what it says, whole."))
        .always(
            "intent", commit().orNull(), "The intent that it settled; null when there was none.");
  }

  private static Schema attempt(Schema entry) {
    entry
        .always("version", numbers(List.of(RecordJson.VERSION)), "Of the form.")
        .always("time", time(), "When it was recorded.")
        .always("target", text(), "The target's name.")
        .always("outcome", Definitions.outcome(), "How the pass ended, or what was ordered.");
    change(entry);
    entry
        .always("text", text(), "What happened and why, in sentences.")
        .maybe("failure", ref("failure"), "The first of the failures, when there is one.")
        .always("failures", list(ref("failure")), "None; the first; or that and the rollback's.");
    Definitions.run(entry)
        .always("checks", list(ref("verdict")), "What each check said.")
        .always("changes", list(text()), "What the content changes, in the service's words.")
        .always("proof", ref("proof"), "Whether the service runs well on what is live now.")
        .maybe("triedSamples", list(ref("sample")), "Of content that did not stay.");
    provenance(entry);
    return entry.maybe("swap", ref("swap"), "What was put at the destination, if anything was.");
  }

  private static void change(Schema entry) {
    entry
        .always("commit", commit().orNull(), "The candidate's; else of what is live.")
        .always("blob", blob().orNull(), "Of the same content.")
        .always("previousCommit", commit().orNull(), "Of what was live before.")
        .always("previousBlob", blob().orNull(), "Of the same content.")
        .always("author", ref("person").orNull(), "Who wrote the commit that brought the change.")
        .always("subject", text().orNull(), "That commit's subject.")
        .always("committedAt", time().orNull(), "When it entered the history.")
        .always("live", ref("live").orNull(), "What is live after the entry; null for nothing.")
        .always("quarantine", ref("quarantine").orNull(), "What it put into quarantine.")
        .maybe("order", ref("order"), "Of an operator's order.");
  }

  private static void provenance(Schema entry) {
    entry
        .always("source", ref("source").orNull(), "Where the candidate was found.")
        .always("signer", text().orNull(), "Who signed, when signatures are required.")
        .always("sourceCommit", ref("sourceCommit").orNull(), "The commit it was found in.")
        .always(
            "commits",
            list(ref("sourceCommit")).orNull(),
            "Since the deployed one, those that touched the file, newest first.")
        .always("commitsUnknown", text().orNull(), "Why these are not known; null when they are.")
        .always(
            "permissions",
            list(ref("sourceCommit")).orNull(),
            "Since the deployed one, those that permit something.")
        .always(
            "permissionsUnknown", text().orNull(), "Why these are not known; null when they are.")
        .maybe("removal", ref("sourceCommit"), "The commit that took the file away.");
  }
}
