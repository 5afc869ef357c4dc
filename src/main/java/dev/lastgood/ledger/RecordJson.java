// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.Optional;

/// An attempt ⇄ the JSON of `record.json` and of `log --output json`.
///
/// The names are part of the contract: they may be joined by others, and never change their meaning
/// within a version. A key is null when there is nothing to say; only `failure`, `removal` and
/// `triedSamples` are absent then.
public final class RecordJson {
  static final int VERSION = 1;

  private RecordJson() {}

  /// An entry as the audit log shows it: `entry` first, then what `record.json` holds.
  public static JsonObject of(Entry entry) {
    JsonObject json = new JsonObject();
    json.addProperty("entry", entry.id().toString());
    Json.append(json, write(entry.attempt(), entry.at()));
    return json;
  }

  static JsonObject write(Attempt attempt, Instant at) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("time", at.toString());
    json.addProperty("target", attempt.target().value());
    json.addProperty("outcome", attempt.outcome().word());
    Json.append(json, ChangeJson.summary(attempt.change()));
    if (attempt.outcome() == OutcomeKind.REFUSED && attempt.change().candidate().isEmpty()) {
      // What was refused is no file at all; it is not the live one.
      json.add("commit", Json.nullable(attempt.change().removal().map(SourceCommit::id)));
      json.add("blob", JsonNull.INSTANCE);
    }
    json.addProperty("text", attempt.account().text());
    attempt.account().failures().stream()
        .findFirst()
        .ifPresent(failure -> json.add("failure", failure(failure)));
    json.add("failures", Json.array(attempt.account().failures(), RecordJson::failure));
    Json.append(json, RunJson.write(attempt.run()));
    Json.append(json, EvidenceJson.write(attempt.evidence()));
    Json.append(json, ChangeJson.provenance(attempt.change()));
    return json;
  }

  /// What a pass settles carries the intent that announced it, so that a settling that was cut
  /// short is told from a swap that was.
  static JsonObject write(Attempt attempt, Instant at, Optional<EntryId> intent) {
    JsonObject json = write(attempt, at);
    json.add("intent", Json.nullable(intent));
    return json;
  }

  static Stored read(JsonObject json) {
    requireVersion(json);
    Attempt attempt =
        new Attempt(
            new TargetName(Json.string(json, "target")),
            Json.word(OutcomeKind.class, OutcomeKind::word, Json.string(json, "outcome")),
            ChangeJson.read(json),
            EvidenceJson.read(json),
            RunJson.read(json),
            new Account(
                Json.string(json, "text"),
                Json.objects(json, "failures", RecordJson::readFailure)));
    return new Stored(
        attempt, Json.instant(json, "time"), Json.optional(json, "intent", EntryId::of));
  }

  static void requireVersion(JsonObject json) {
    long version = Json.number(json, "version");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "it has version "
              + version
              + ", and this lastgood reads version "
              + VERSION
              + ": a newer lastgood wrote it");
    }
  }

  static JsonObject failure(Failure failure) {
    JsonObject json = new JsonObject();
    json.addProperty("step", failure.step().word());
    json.addProperty("message", failure.message());
    json.addProperty("hint", failure.hint());
    json.addProperty("remedy", failure.remedy().word());
    return json;
  }

  static Failure readFailure(JsonObject json) {
    return new Failure(
        Json.word(Step.class, Step::word, Json.string(json, "step")),
        Json.word(Remedy.class, Remedy::word, Json.string(json, "remedy")),
        Json.string(json, "message"),
        Json.string(json, "hint"));
  }

  /// What a `record.json` says.
  record Stored(Attempt attempt, Instant at, Optional<EntryId> intent) {}
}
