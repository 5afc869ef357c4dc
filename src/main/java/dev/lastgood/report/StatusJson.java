// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.app.Advice;
import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.Drift;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.History;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.Mirror;
import dev.lastgood.sync.StatusCache;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// How things stand with a target, for programs.
public final class StatusJson {
  private StatusJson() {}

  /// One JSON object.
  ///
  /// @param exitCode what a pass with this result exits with
  public static JsonObject of(TargetStatus status, ToIntFunction<LastPass.Result> exitCode) {
    History history = status.record().history();
    BranchStatus branch = status.branch();
    JsonObject json = new JsonObject();
    json.addProperty("target", status.target().name().value());
    json.add("source", source(status.target()));
    advice(json, status.state(), status.advice());
    live(json, status.record().deployed());
    JsonObject proof = new JsonObject();
    proof.addProperty("standing", history.standing().word());
    json.add("proof", proof);
    json.add(
        "waiting",
        or(
            branch
                .undeployed()
                .map(StatusJson::undeployed)
                .or(() -> status.removal().map(StatusJson::removed))));
    json.add("lastPass", or(branch.lastPass().map(pass -> pass(pass, exitCode))));
    json.add("lastLook", or(branch.poll().map(StatusJson::poll)));
    json.add("drift", drift(status.record().deployed().drift()));
    json.addProperty("service", status.host().health().service());
    json.add("probe", or(status.host().health().sample().map(Jsons::sample)));
    json.add("isolation", Jsons.nullable(status.host().isolation()));
    json.add("pause", or(history.pause().map(StatusJson::pause)));
    json.add("quarantined", Jsons.array(quarantine(history), StatusJson::quarantine));
    json.addProperty("passUnfinished", history.intent().isPresent());
    json.addProperty("passRunning", status.isPassRunning());
    json.add(
        "lastFailure", or(status.record().lastFailure().map(entry -> RecordJson.of(entry).tree())));
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

  private static void advice(JsonObject json, TargetState state, Advice advice) {
    json.addProperty("state", state.word());
    json.addProperty("summary", advice.summary());
    json.addProperty("ok", state == TargetState.GOOD);
    json.add("why", Jsons.nullable(advice.why()));
    json.add("stateSince", Jsons.nullable(advice.since()));
    json.addProperty("next", advice.next());
  }

  private static void live(JsonObject json, DeployedFile deployed) {
    Optional<SourceCommit> work = deployed.candidate().map(Candidate::cause);
    json.add("live", Jsons.live(deployed.live()));
    json.add("since", Jsons.nullable(deployed.since()));
    json.add("author", or(work.map(SourceCommit::author).map(Jsons::person)));
    json.add("subject", Jsons.nullable(work.map(SourceCommit::subject)));
    json.add("newestCommit", Jsons.nullable(deployed.newest()));
  }

  private static JsonObject undeployed(BranchStatus.Undeployed undeployed) {
    JsonObject json = new JsonObject();
    json.addProperty("commit", undeployed.found().tip().hex());
    json.addProperty("blob", undeployed.found().blob().hex());
    work(json, undeployed.found().cause());
    json.add("quarantine", or(undeployed.quarantine().map(StatusJson::quarantine)));
    entry(json, undeployed.entry());
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

  private static JsonObject pass(LastPass pass, ToIntFunction<LastPass.Result> exitCode) {
    JsonObject json = new JsonObject();
    json.addProperty("at", pass.at().toString());
    json.addProperty("outcome", pass.result().outcome());
    json.addProperty("exitCode", exitCode.applyAsInt(pass.result()));
    json.add("failure", or(pass.result().failure().map(Jsons::failure)));
    json.addProperty("text", pass.result().note());
    return json;
  }

  private static JsonObject poll(StatusCache.Poll poll) {
    JsonObject json = new JsonObject();
    json.addProperty("at", poll.at().toString());
    json.add("succeededAt", Jsons.nullable(poll.succeededAt()));
    json.add("branch", Jsons.nullable(poll.tip().map(Mirror.Tip::branch)));
    json.add("tip", Jsons.nullable(poll.tip().map(Mirror.Tip::commit)));
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

  private static List<Quarantine> quarantine(History history) {
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
