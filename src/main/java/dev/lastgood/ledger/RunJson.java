// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.JsonObject;
import dev.lastgood.model.Run;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// When, where, and at whose word ⇄ JSON. Durations are kept to the millisecond.
final class RunJson {
  private RunJson() {}

  static JsonObject write(Run run) {
    JsonObject json = new JsonObject();
    json.addProperty("trigger", run.trigger().word());
    json.addProperty("actor", run.actor());
    json.addProperty("host", run.host());
    json.addProperty("startedAt", run.startedAt().toString());
    json.addProperty("durationMs", run.took().toMillis());
    JsonObject timings = new JsonObject();
    run.timings().forEach((step, took) -> timings.addProperty(step.word(), took.toMillis()));
    json.add("timingsMs", timings);
    return json;
  }

  static Run read(JsonObject json) {
    JsonObject timings = Json.object(json, "timingsMs");
    Map<Step, Duration> steps = new LinkedHashMap<>();
    for (String word : timings.keySet()) {
      steps.put(Json.word(Step.class, Step::word, word), Json.millis(timings, word));
    }
    return new Run(
        Json.word(Trigger.class, Trigger::word, Json.string(json, "trigger")),
        Json.string(json, "actor"),
        Json.string(json, "host"),
        Json.instant(json, "startedAt"),
        Json.millis(json, "durationMs"),
        Collections.unmodifiableMap(steps));
  }
}
