// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Verdict;
import java.util.List;

/// Checks, changes and proof ⇄ JSON.
final class EvidenceJson {
  private EvidenceJson() {}

  static JsonObject write(Evidence evidence) {
    JsonObject json = new JsonObject();
    json.add("checks", Json.array(evidence.checks(), EvidenceJson::verdict));
    json.add("changes", Json.array(evidence.changes(), JsonPrimitive::new));
    json.add("proof", proof(evidence.proof()));
    if (!evidence.tried().isEmpty()) {
      json.add("triedSamples", Json.array(evidence.tried(), EvidenceJson::sample));
    }
    return json;
  }

  static Evidence read(JsonObject json) {
    return new Evidence(
        Json.objects(json, "checks", EvidenceJson::readVerdict),
        Json.strings(json, "changes"),
        readProof(Json.object(json, "proof")),
        json.has("triedSamples") // only where content failed
            ? Json.objects(json, "triedSamples", EvidenceJson::readSample)
            : List.of());
  }

  private static JsonObject verdict(Verdict verdict) {
    JsonObject json = new JsonObject();
    json.addProperty("check", verdict.check());
    json.addProperty("result", verdict.result().word());
    json.addProperty("message", verdict.message());
    json.addProperty("hint", verdict.hint());
    return json;
  }

  private static Verdict readVerdict(JsonObject json) {
    return new Verdict(
        Json.string(json, "check"),
        Json.word(Verdict.Result.class, Verdict.Result::word, Json.string(json, "result")),
        Json.string(json, "message"),
        Json.string(json, "hint"));
  }

  private static JsonObject proof(Proof proof) {
    JsonObject json = new JsonObject();
    json.addProperty("standing", proof.standing().word());
    json.add("healthyBefore", Json.nullableFlag(proof.healthyBefore()));
    json.addProperty("summary", proof.summary());
    json.add("samples", Json.array(proof.samples(), EvidenceJson::sample));
    return json;
  }

  private static Proof readProof(JsonObject json) {
    return new Proof(
        Json.word(Proof.Standing.class, Proof.Standing::word, Json.string(json, "standing")),
        Json.optionalFlag(json, "healthyBefore"),
        Json.objects(json, "samples", EvidenceJson::readSample),
        Json.string(json, "summary"));
  }

  private static JsonObject sample(Sample sample) {
    JsonObject json = new JsonObject();
    json.addProperty("at", sample.at().toString());
    json.addProperty("green", sample.green());
    json.addProperty("detail", sample.detail());
    json.add("advancing", Json.nullable(sample.advancing()));
    return json;
  }

  private static Sample readSample(JsonObject json) {
    return new Sample(
        Json.instant(json, "at"),
        Json.flag(json, "green"),
        Json.string(json, "detail"),
        Json.optional(json, "advancing", value -> value));
  }
}
