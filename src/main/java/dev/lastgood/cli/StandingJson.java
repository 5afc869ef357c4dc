// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.deploy.History;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.ledger.RecordJson;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.SourceCommit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How things stand with a target, for programs.
final class StandingJson {
  private StandingJson() {}

  static JsonObject of(Standing standing) {
    Standing.Recorded record = standing.record();
    Provenance provenance = record.provenance();
    Optional<SourceCommit> work = provenance.candidate().map(Candidate::cause);
    JsonObject json = new JsonObject();
    json.addProperty("target", standing.target().name().value());
    json.addProperty("source", standing.target().source().name().value());
    json.addProperty("summary", standing.verdict().words());
    json.addProperty("ok", standing.verdict().tone() == Tone.GOOD);
    json.add("live", Jsons.live(provenance.live()));
    json.add("since", Jsons.nullable(provenance.since()));
    json.add("author", or(work.map(SourceCommit::author).map(Jsons::person)));
    json.add("subject", Jsons.nullable(work.map(SourceCommit::subject)));
    json.add("newestCommit", Jsons.nullable(newest(standing)));
    json.addProperty("proof", record.history().standing().word());
    json.add("lastLook", or(standing.sighting().map(StandingJson::sighting)));
    json.add("drift", drift(standing.drift()));
    json.addProperty("service", standing.health().service());
    json.add("probe", or(standing.health().sample().map(Jsons::sample)));
    json.add("isolation", Jsons.nullable(standing.isolation()));
    json.add("pause", or(record.history().pause().map(StandingJson::pause)));
    json.add("quarantine", Jsons.array(quarantine(record.history()), StandingJson::quarantine));
    json.addProperty("passUnfinished", record.history().intent().isPresent());
    json.add("lastFailure", or(record.lastFailure().map(RecordJson::of)));
    return json;
  }

  private static Optional<?> newest(Standing standing) {
    return standing.carrier().isPresent()
        ? standing.carrier().map(Sightings.Carrier::commit)
        : standing.record().provenance().live().origin();
  }

  private static JsonObject sighting(Sightings.Sighting sighting) {
    JsonObject json = new JsonObject();
    json.addProperty("at", sighting.at().toString());
    json.add("succeededAt", Jsons.nullable(sighting.succeededAt()));
    json.add("branch", Jsons.nullable(sighting.tip().map(tip -> tip.branch())));
    json.add("tip", Jsons.nullable(sighting.tip().map(tip -> tip.commit())));
    json.add("error", Jsons.nullable(sighting.error()));
    return json;
  }

  private static JsonObject drift(Drift drift) {
    JsonObject json = new JsonObject();
    json.addProperty("state", drift.kind().word());
    json.addProperty("message", drift.sentence());
    return json;
  }

  private static JsonObject pause(History.Pause pause) {
    JsonObject json = new JsonObject();
    json.addProperty("reason", pause.reason());
    json.addProperty("actor", pause.actor());
    json.addProperty("at", pause.at().toString());
    return json;
  }

  static List<Quarantine> quarantine(History history) {
    return history.quarantine().values().stream()
        .sorted(Comparator.comparing(Quarantine::blob))
        .toList();
  }

  private static JsonObject quarantine(Quarantine quarantine) {
    JsonObject json = new JsonObject();
    json.addProperty("blob", quarantine.blob().hex());
    json.addProperty("reason", quarantine.reason().word());
    return json;
  }

  private static JsonElement or(Optional<JsonObject> json) {
    return json.<JsonElement>map(present -> present).orElse(JsonNull.INSTANCE);
  }
}
