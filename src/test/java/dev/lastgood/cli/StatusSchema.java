// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static dev.lastgood.json.Schema.blob;
import static dev.lastgood.json.Schema.commit;
import static dev.lastgood.json.Schema.count;
import static dev.lastgood.json.Schema.flag;
import static dev.lastgood.json.Schema.list;
import static dev.lastgood.json.Schema.object;
import static dev.lastgood.json.Schema.ref;
import static dev.lastgood.json.Schema.text;
import static dev.lastgood.json.Schema.time;
import static dev.lastgood.json.Schema.words;

import dev.lastgood.json.Schema;
import dev.lastgood.model.Isolation;
import dev.lastgood.model.Proof;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.Drift;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/// The schema of what `status` says of a target.
final class StatusSchema {
  private StatusSchema() {}

  static Schema status() {
    Schema status =
        object("How things stand with a target.")
            .always("target", text(), "The target's name.")
            .always("source", source(), "Where it comes from.")
            .always("state", words(TargetState.class), "In one word.")
            .always("summary", text(), "In a sentence.")
            .always("ok", flag(), "Whether the state is good.")
            .always("why", text().orNull(), "Why it is not.")
            .always("stateSince", time().orNull(), "Since when, as far as that is known.")
            .always("next", text(), "What to do next; empty when there is nothing to do.");
    return here(record(status));
  }

  private static Schema record(Schema status) {
    Schema proof =
        object("How sure we are of what is live.")
            .always("standing", words(Proof.Standing.class), "In a word.");
    return status
        .always("live", ref("live").orNull(), "What is live by the record; null for nothing.")
        .always("since", time().orNull(), "Since when.")
        .always("author", ref("person").orNull(), "Who wrote the commit that brought it.")
        .always("subject", text().orNull(), "That commit's subject.")
        .always("newestCommit", commit().orNull(), "The newest known to carry the same content.")
        .always("proof", proof, "Whether the service runs well on it.")
        .always("waiting", waiting().orNull(), "What the branch holds that is not live.")
        .always("lastPass", lastPass().orNull(), "The last pass; null when none is remembered.")
        .always("lastLook", lastLook().orNull(), "The last look at the source.")
        .always("record", remote().orNull(), "Where else the record is kept; null for nowhere.");
  }

  private static Schema here(Schema status) {
    Schema pause =
        object("Why passes change nothing.")
            .always("reason", text(), "As given.")
            .always("actor", text(), "Who ordered it.")
            .always("at", time(), "When.");
    return status
        .always("drift", drift(), "Whether the destination holds what is live.")
        .always("service", text(), "The service manager's word, or why it gave none.")
        .always("probe", ref("sample").orNull(), "The probe's word; null without a probe.")
        .always("isolation", words(Isolation.class).orNull(), "How the last pass was isolated.")
        .always("pause", pause.orNull(), "Null when not paused.")
        .always("quarantined", list(ref("quarantine")), "What must not be tried again by itself.")
        .always("passUnfinished", flag(), "Whether a pass has begun to swap and not ended.")
        .always("passRunning", flag(), "Whether that one runs still.")
        .always("lastFailure", ref("entry").orNull(), "The newest entry with a failure in it.");
  }

  private static Schema source() {
    return object("A source, and the file in it.")
        .always("name", text(), "In the configuration.")
        .always("url", text(), "Without credentials.")
        .always("branch", text().orNull(), "Null for the remote's HEAD.")
        .always("path", text(), "The file in the repository.");
  }

  private static Schema waiting() {
    return object("Content that is not live.")
        .always("commit", commit(), "The branch's tip.")
        .always("blob", blob().orNull(), "The content; null when the file is gone.")
        .always("author", ref("person"), "Who wrote the commit that brought it.")
        .always("subject", text(), "That commit's subject.")
        .always("committedAt", time(), "When it entered the history.")
        .always("quarantine", ref("quarantine").orNull(), "When it must not be tried again.")
        .always("since", time().orNull(), "When it was first recorded.")
        .always("entry", commit().orNull(), "The entry that says so.");
  }

  private static Schema lastPass() {
    return object("The last pass.")
        .always("at", time(), "When it ended.")
        .always("outcome", AnswerSchemas.outcomes(), "How.")
        .always("exitCode", AnswerSchemas.exitCode(), "What it exited with.")
        .always("failure", ref("failure").orNull(), "What went wrong first.")
        .always("text", text(), "More to say; may be empty.");
  }

  private static Schema lastLook() {
    return object("The last look at the source.")
        .always("at", time(), "When.")
        .always("succeededAt", time().orNull(), "When one last succeeded.")
        .always("branch", text().orNull(), "The branch that was seen.")
        .always("tip", commit().orNull(), "Its tip.")
        .always("error", text().orNull(), "Why the last one failed.");
  }

  private static Schema remote() {
    return object("Where else the record is kept.")
        .always("remote", text().orNull(), "Its url.")
        .always("branch", text().orNull(), "The branch there.")
        .always("mode", words(PushPolicy.Mode.class), "When an entry has to be there.")
        .always("unpushed", count(), "How many entries are not there.")
        .always("oldestUnpushed", time().orNull(), "Since when.")
        .always("pushedAt", time().orNull(), "When all of it was last known to be there.")
        .always("error", text().orNull(), "Why not.")
        .always("namesakes", text().orNull(), "When another host calls itself alike.");
  }

  private static Schema drift() {
    Stream<String> kinds =
        Arrays.stream(Drift.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT));
    return object("The destination beside the record.")
        .always(
            "state", words(Stream.concat(kinds, Stream.of("unreadable")).toList()), "In a word.")
        .always("message", text(), "In a sentence.");
  }
}
