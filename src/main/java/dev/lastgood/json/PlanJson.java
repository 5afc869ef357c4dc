// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Plan;
import dev.lastgood.model.TargetName;

/// A plan and its phase ⇄ the `record.json` of an intent.
public final class PlanJson {
  private PlanJson() {}

  public static Json of(Plan plan, Intent.Phase phase) {
    Plan.Readiness readiness = plan.readiness();
    return Json.object()
        .put("version", RecordJson.VERSION)
        .put("phase", phase)
        .put("target", plan.target())
        .put("purpose", plan.purpose())
        .putAll(ChangeJson.summary(plan.change()))
        // Going back to nothing is a way back, so it is told from having none.
        .put("fallback", plan.fallback().map(live -> Json.object().put("live", ValueJson.of(live))))
        .put("running", readiness.running())
        .put("healthy", readiness.healthy())
        .put("reason", readiness.reason())
        .putPresent("undone", readiness.undone().map(ValueJson::of))
        .putAll(ValueJson.of(plan.run()))
        .putAll(ValueJson.of(readiness.evidence()))
        .putAll(ChangeJson.provenance(plan.change()));
  }

  public static Intent read(EntryId id, Json json) {
    RecordJson.requireVersion(json);
    Plan plan =
        new Plan(
            new TargetName(json.text("target")),
            json.word("purpose", Plan.Purpose.class),
            ChangeJson.read(json),
            json.nullableObject("fallback").map(way -> ValueJson.live(way.nullableObject("live"))),
            new Plan.Readiness(
                json.flag("running"),
                json.nullableFlag("healthy"),
                ValueJson.evidence(json),
                json.text("reason"),
                json.optionalObject("undone").map(ValueJson::failure)),
            ValueJson.run(json));
    return new Intent(id, plan, json.word("phase", Intent.Phase.class));
  }
}
