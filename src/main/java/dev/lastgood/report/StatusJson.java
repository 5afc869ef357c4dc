// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.app.Advice;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.Drift;
import dev.lastgood.app.StateFacts;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.cli.ExitCode;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.History;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.StatusCache;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How things stand with a target, for programs.
public final class StatusJson {
  private StatusJson() {}

  public static JsonObject of(TargetStatus standing, Instant now) {
    TargetStatus.Recorded record = standing.record();
    JsonObject json = new JsonObject();
    json.addProperty("target", standing.target().name().value());
    json.add("source", source(standing.target()));
    verdict(json, standing, new Advice(standing, now));
    live(json, standing);
    json.add(
        "waiting",
        or(
            standing
                .seen()
                .waits()
                .map(StatusJson::waiting)
                .or(() -> standing.removal().map(StatusJson::removed))));
    json.add("lastPass", or(standing.seen().pass().map(StatusJson::pass)));
    json.add("lastLook", or(standing.seen().poll().map(StatusJson::poll)));
    json.add("drift", drift(standing.drift()));
    json.addProperty("service", standing.health().service());
    json.add("probe", or(standing.health().sample().map(Jsons::sample)));
    json.add("isolation", Jsons.nullable(standing.seen().isolation()));
    json.add("pause", or(record.history().pause().map(StatusJson::pause)));
    json.add("quarantined", Jsons.array(quarantine(record.history()), StatusJson::quarantine));
    json.addProperty("passUnfinished", record.history().intent().isPresent());
    json.addProperty(
        "passRunning", standing.known().host().unfinished() == StateFacts.Unfinished.RUNNING);
    json.add("lastFailure", or(record.lastFailure().map(entry -> RecordJson.of(entry).tree())));
    return json;
  }

  private static JsonObject source(Target target) {
    JsonObject json = new JsonObject();
    json.addProperty("name", target.source().name().value());
    json.addProperty("url", target.source().remote().toString());
    json.add("branch", Jsons.nullable(target.source().branch()));
    json.addProperty("path", target.path().value());
    return json;
  }

  private static void verdict(JsonObject json, TargetStatus standing, Advice advice) {
    json.addProperty("state", standing.state().word());
    json.addProperty("summary", advice.sentence());
    json.addProperty("ok", standing.state() == TargetState.GOOD);
    json.add("why", Jsons.nullable(advice.why()));
    json.add("stateSince", Jsons.nullable(advice.since()));
    json.addProperty("next", advice.next());
  }

  private static void live(JsonObject json, TargetStatus standing) {
    DeployedFile provenance = standing.record().provenance();
    Optional<SourceCommit> work = provenance.candidate().map(Candidate::cause);
    json.add("live", Jsons.live(provenance.live()));
    json.add("since", Jsons.nullable(provenance.since()));
    json.add("author", or(work.map(SourceCommit::author).map(Jsons::person)));
    json.add("subject", Jsons.nullable(work.map(SourceCommit::subject)));
    json.add("newestCommit", Jsons.nullable(newest(standing)));
    JsonObject proof = new JsonObject();
    proof.addProperty("standing", standing.record().history().standing().word());
    json.add("proof", proof);
  }

  private static Optional<?> newest(TargetStatus standing) {
    return standing.seen().carrier().isPresent()
        ? standing.seen().carrier().map(StatusCache.Carrier::commit)
        : standing.record().provenance().live().origin();
  }

  private static JsonObject waiting(TargetStatus.Waiting waiting) {
    JsonObject json = new JsonObject();
    json.addProperty("commit", waiting.found().tip().hex());
    json.addProperty("blob", waiting.found().blob().hex());
    work(json, waiting.found().cause());
    json.add("quarantine", or(waiting.quarantine().map(StatusJson::quarantine)));
    entry(json, waiting.entry());
    return json;
  }

  /// The commit that left no file.
  private static JsonObject removed(Entry entry) {
    SourceCommit removal = entry.attempt().change().removal().orElseThrow();
    JsonObject json = new JsonObject();
    json.addProperty("commit", removal.id().hex());
    json.add("blob", JsonNull.INSTANCE);
    work(json, removal);
    json.add("quarantine", JsonNull.INSTANCE);
    entry(json, Optional.of(entry));
    return json;
  }

  private static void work(JsonObject json, SourceCommit cause) {
    json.add("author", Jsons.person(cause.author()));
    json.addProperty("subject", cause.subject());
    json.addProperty("committedAt", cause.committedAt().toString());
  }

  private static void entry(JsonObject json, Optional<Entry> entry) {
    json.add("since", Jsons.nullable(entry.map(Entry::at)));
    json.add("entry", Jsons.nullable(entry.map(Entry::id)));
  }

  private static JsonObject pass(LastPass pass) {
    JsonObject json = new JsonObject();
    json.addProperty("at", pass.at().toString());
    json.addProperty("outcome", pass.result().outcome());
    json.addProperty("exitCode", ExitCode.of(pass.result()).code());
    json.add("failure", or(pass.result().failure().map(Jsons::failure)));
    json.addProperty("text", pass.result().note());
    return json;
  }

  private static JsonObject poll(StatusCache.Poll poll) {
    JsonObject json = new JsonObject();
    json.addProperty("at", poll.at().toString());
    json.add("succeededAt", Jsons.nullable(poll.succeededAt()));
    json.add("branch", Jsons.nullable(poll.tip().map(tip -> tip.branch())));
    json.add("tip", Jsons.nullable(poll.tip().map(tip -> tip.commit())));
    json.add("error", Jsons.nullable(poll.error()));
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
