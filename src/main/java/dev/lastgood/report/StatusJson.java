// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.Advice;
import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.FileDrift;
import dev.lastgood.app.RemoteStatus;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.json.Json;
import dev.lastgood.json.RecordJson;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StatusCache;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// How things stand with a target, for programs.
public final class StatusJson {
  private StatusJson() {}

  /// One JSON object.
  ///
  /// @param exitCode what a pass with this result exits with
  public static Json of(TargetStatus status, ToIntFunction<LastPass.Result> exitCode) {
    History history = status.record().history();
    BranchStatus branch = status.branch();
    return Json.object()
        .put("target", status.target().name())
        .put("source", source(status.target()))
        .putAll(advice(status.state(), status.advice()))
        .putAll(live(status.record().deployed()))
        .put("proof", Json.object().put("standing", history.standing().word()))
        .put("waiting", status.waiting().map(StatusJson::waiting))
        .put("lastPass", branch.lastPass().map(pass -> pass(pass, exitCode)))
        .put("lastLook", branch.poll().map(StatusJson::poll))
        .put("record", status.record().remote().map(StatusJson::record))
        .put("drift", drift(status.record().deployed().drift()))
        .put("service", status.host().health().service())
        .put("probe", status.host().health().sample().map(ValueJson::of))
        .put("isolation", status.host().isolation())
        .put("pause", history.pause().map(StatusJson::pause))
        .put("quarantined", quarantined(history))
        .put("passUnfinished", history.intent().isPresent())
        .put("passRunning", status.isPassRunning())
        .put("lastFailure", status.record().lastFailure().map(RecordJson::of));
  }

  private static Json source(Target target) {
    return Json.object()
        .put("name", target.source().name())
        .put("url", target.source().url())
        .put("branch", target.source().branch())
        .put("path", target.path());
  }

  private static Json advice(TargetState state, Advice advice) {
    return Json.object()
        .put("state", state.word())
        .put("summary", advice.summary())
        .put("ok", state == TargetState.GOOD)
        .put("why", advice.why())
        .put("stateSince", advice.since())
        .put("next", advice.next());
  }

  private static Json live(DeployedFile deployed) {
    Optional<SourceCommit> work = deployed.candidate().map(Candidate::cause);
    return Json.object()
        .put("live", ValueJson.of(deployed.live()))
        .put("since", deployed.since())
        .put("author", work.map(commit -> ValueJson.of(commit.author())))
        .put("subject", work.map(SourceCommit::subject))
        .put("newestCommit", deployed.newest());
  }

  private static Json waiting(BranchStatus.Undeployed undeployed) {
    return Json.object()
        .put("commit", undeployed.tip())
        .put("blob", undeployed.blob())
        .put("author", ValueJson.of(undeployed.cause().author()))
        .put("subject", undeployed.cause().subject())
        .put("committedAt", undeployed.cause().committedAt())
        .put("quarantine", undeployed.quarantine().map(ValueJson::of))
        .put("since", undeployed.entry().map(Entry::at))
        .put("entry", undeployed.entry().map(Entry::id));
  }

  private static Json pass(LastPass pass, ToIntFunction<LastPass.Result> exitCode) {
    return Json.object()
        .put("at", pass.at())
        .put("outcome", pass.result().outcome())
        .put("exitCode", exitCode.applyAsInt(pass.result()))
        .put("failure", pass.result().failure().map(ValueJson::of))
        .put("text", pass.result().note());
  }

  private static Json poll(StatusCache.Poll poll) {
    return Json.object()
        .put("at", poll.at())
        .put("succeededAt", poll.succeededAt())
        .put("branch", poll.tip().map(Mirror.Tip::branch))
        .put("tip", poll.tip().map(Mirror.Tip::commit))
        .put("error", poll.error());
  }

  private static Json record(RemoteStatus remote) {
    return Json.object()
        .put("remote", remote.address().map(LedgerRemote.Address::url))
        .put("branch", remote.address().map(LedgerRemote.Address::branch))
        .put("mode", remote.policy().mode())
        .put("unpushed", remote.unpushed().entries())
        .put("oldestUnpushed", remote.unpushed().oldest())
        .put("pushedAt", remote.pushedAt())
        .put("error", remote.failure().map(Failure::message))
        .put("namesakes", remote.namesakes());
  }

  private static Json drift(FileDrift drift) {
    String word =
        drift.kind().map(kind -> kind.name().toLowerCase(Locale.ROOT)).orElse("unreadable");
    return Json.object().put("state", word).put("message", drift.sentence());
  }

  private static Json pause(History.Pause pause) {
    return Json.object()
        .put("reason", pause.reason())
        .put("actor", pause.actor())
        .put("at", pause.at());
  }

  private static List<Json> quarantined(History history) {
    return history.quarantine().values().stream()
        .sorted(Comparator.comparing(Quarantine::blob))
        .map(ValueJson::of)
        .toList();
  }
}
