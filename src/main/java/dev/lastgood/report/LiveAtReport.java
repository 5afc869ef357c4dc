// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.LiveAt;
import dev.lastgood.app.LiveAt.Cause;
import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Run;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.text.Moments;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was live at a time.
public final class LiveAtReport {
  private static final Optional<String> NOTHING = Optional.empty();

  private LiveAtReport() {}

  /// For programs: who and why, too.
  ///
  /// @param time empty when the newest was asked for
  public static Json json(Chain chain, Optional<Instant> time, LiveAt answer) {
    Json json = Json.object().put("target", chain.target()).put("at", time);
    return switch (answer) {
      case LiveAt.Unrecorded(var begins) ->
          json.put("commit", NOTHING).put("blob", NOTHING).put("recordBegins", begins);
      case LiveAt.Known known -> json.putAll(json(known)).putAll(json(known.cause()));
    };
  }

  private static Json json(LiveAt.Known known) {
    Optional<SourceCommit> work = known.work().map(Candidate::cause);
    return Json.object()
        .put("commit", known.live().origin())
        .put("blob", known.live().content())
        .put("proven", known.isProven())
        .put("standing", known.standing())
        .put("author", work.map(commit -> ValueJson.of(commit.author())))
        .put("date", work.map(SourceCommit::authoredAt))
        .put("subject", work.map(SourceCommit::subject))
        .put("since", known.span().since())
        .put("until", known.span().until());
  }

  private static Json json(Cause cause) {
    return switch (cause) {
      case Cause.Ended(Entry entry) ->
          Json.object()
              .put("entry", entry.id())
              .put("outcome", entry.outcome())
              .putAll(json(entry.attempt().run()))
              .put("reason", entry.attempt().account().text());
      case Cause.UnderWay(Plan plan) ->
          Json.object()
              .put("entry", NOTHING)
              .put("outcome", NOTHING)
              .putAll(json(plan.run()))
              .put("reason", plan.readiness().reason());
    };
  }

  private static Json json(Run run) {
    return Json.object()
        .put("trigger", run.trigger())
        .put("actor", run.actor())
        .put("host", run.host());
  }

  /// For people who want to know all of it.
  public static List<Row> rows(LiveAt answer, Moments moments) {
    return switch (answer) {
      case LiveAt.Unrecorded _ -> List.of(new Row("live", List.of(Line.of("nothing is recorded"))));
      case LiveAt.Known known -> {
        Line live =
            known.work().map(RecordWords::work).orElseGet(() -> RecordWords.live(known.live()));
        String since = "live since " + moments.both(known.span().since());
        Line proof = Line.of(since + ", proof: " + known.standing().word());
        yield List.of(new Row("live", List.of(live, proof)));
      }
    };
  }

  /// What there is to be said beside the commit; empty when it had been proven.
  public static Optional<Line> remark(LiveAt.Known known, Moments moments) {
    return known.isProven() || known.live().content().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Line.of(Tone.WARN, "unproven")
                .add(" then: live from " + moments.absolute(known.span().since()))
                .add(known.span().until().map(end -> " to " + moments.absolute(end)).orElse(""))
                .add("; ")
                .add(outcome(known)));
  }

  private static Line outcome(LiveAt.Known known) {
    return switch (known.cause()) {
      case Cause.Ended(Entry entry) ->
          Line.of("its pass ended " + entry.outcome().word() + ", entry ")
              .add(Tone.ID, entry.id().abbreviated());
      case Cause.UnderWay _ -> Line.of("its pass has not ended");
    };
  }
}
