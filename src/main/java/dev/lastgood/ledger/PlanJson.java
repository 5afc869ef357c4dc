// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.TargetName;
import java.util.Locale;
import java.util.Optional;

/// A plan and its phase ⇄ the `record.json` of an intent.
final class PlanJson {
  private PlanJson() {}

  static JsonObject write(Plan plan, Intent.Phase phase) {
    JsonObject json = new JsonObject();
    json.addProperty("version", RecordJson.VERSION);
    json.addProperty("phase", word(phase));
    json.addProperty("target", plan.target().value());
    json.addProperty("purpose", plan.purpose().word());
    Json.append(json, ChangeJson.summary(plan.change()));
    json.add(
        "fallback", plan.fallback().<JsonElement>map(PlanJson::fallback).orElse(JsonNull.INSTANCE));
    json.addProperty("running", plan.readiness().running());
    json.add("healthy", Json.nullableFlag(plan.readiness().healthy()));
    json.addProperty("reason", plan.readiness().reason());
    plan.readiness().undone().map(RecordJson::failure).ifPresent(why -> json.add("undone", why));
    Json.append(json, RunJson.write(plan.run()));
    Json.append(json, EvidenceJson.write(plan.readiness().evidence()));
    Json.append(json, ChangeJson.provenance(plan.change()));
    return json;
  }

  static Intent read(EntryId id, JsonObject json) {
    RecordJson.requireVersion(json);
    Plan plan =
        new Plan(
            new TargetName(Json.string(json, "target")),
            Json.word(Plan.Purpose.class, Plan.Purpose::word, Json.string(json, "purpose")),
            ChangeJson.read(json),
            Json.present(json, "fallback")
                .map(_ -> ChangeJson.readLive(Json.object(json, "fallback"), "live")),
            new Plan.Readiness(
                Json.flag(json, "running"),
                Json.optionalFlag(json, "healthy"),
                EvidenceJson.read(json),
                Json.string(json, "reason"),
                json.has("undone")
                    ? Optional.of(RecordJson.readFailure(Json.object(json, "undone")))
                    : Optional.empty()),
            RunJson.read(json));
    return new Intent(
        id, plan, Json.word(Intent.Phase.class, PlanJson::word, Json.string(json, "phase")));
  }

  static String word(Intent.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Going back to nothing is a way back, so it is told from having none.
  private static JsonObject fallback(Live live) {
    JsonObject json = new JsonObject();
    json.add("live", ChangeJson.live(live));
    return json;
  }
}
