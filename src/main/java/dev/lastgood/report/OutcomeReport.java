// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.PassResult;
import dev.lastgood.json.Json;
import dev.lastgood.json.RecordJson;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Entry;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.Pushed;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.text.Durations;
import java.util.List;
import java.util.Optional;

/// What a pass came to.
public final class OutcomeReport {
  private static final Optional<String> UNKNOWN = Optional.empty();

  private OutcomeReport() {}

  /// In a line, for people.
  public static Line line(PassResult.Done done) {
    Line line = passed(done);
    Durability durability = done.end().pushed().durability();
    RecordWords.durability(durability)
        .ifPresent(words -> line.add("; ").add(tone(durability), words));
    return line;
  }

  private static Tone tone(Durability durability) {
    return switch (durability) {
      case DURABLE -> Tone.PLAIN;
      case OUTSTANDING, UNCONFIRMED -> Tone.WARN;
      case OVERDUE, REFUSED, BROKEN -> Tone.BAD;
    };
  }

  private static Line passed(PassResult.Done done) {
    Outcome outcome = done.outcome();
    Line line =
        Line.of(Tone.STRONG, done.target().name().value())
            .add("  ")
            .add(tone(outcome), outcome.word())
            .add("  ");
    Optional<Entry> entry = outcome.written();
    if (entry.isPresent()) {
      Attempt attempt = entry.get().attempt();
      return line.add(RecordWords.change(attempt.outcome(), attempt.change()))
          .add(Tone.FAINT, "  (" + Durations.precise(attempt.run().took()) + ")");
    }
    boolean quiet = outcome.failures().isEmpty();
    line.add(quiet ? "" : "live: ").add(RecordWords.live(outcome.live()));
    String note = outcome.note();
    return note.isEmpty() ? line : line.add("  " + note);
  }

  private static Tone tone(Outcome outcome) {
    return switch (outcome.conclusion()) {
      case DONE ->
          outcome.written().map(entry -> RecordWords.tone(entry.outcome())).orElse(Tone.PLAIN);
      case HELD, OFFLINE -> Tone.WARN;
      case STALE,
          NO_FILE,
          FAILED,
          REFUSED,
          ROLLED_BACK,
          ROLLED_BACK_TO_NOTHING,
          UNHEALTHY,
          STRANDED,
          BUG ->
          Tone.BAD;
    };
  }

  /// For programs: what the audit log shows of the entry when one was written, else the same names
  /// with as much as there is; and the exit code.
  public static Json json(PassResult.Done done, int exitCode) {
    return done.outcome()
        .written()
        .map(RecordJson::of)
        .orElseGet(() -> unrecorded(done))
        .putPresent("record", record(done.end().pushed()))
        .put("exitCode", exitCode);
  }

  /// Where it is not where it should be, or the remote was not as it should be.
  private static Optional<Json> record(Pushed pushed) {
    return pushed.equals(Pushed.NOTHING)
        ? Optional.empty()
        : Optional.of(
            Json.object()
                .put("durability", pushed.durability())
                .put("failure", pushed.failure().map(ValueJson::of)));
  }

  private static Json unrecorded(PassResult.Done done) {
    Outcome outcome = done.outcome();
    Json json =
        Json.object()
            .put("entry", UNKNOWN)
            .put("time", done.span().endedAt())
            .put("target", done.target().name())
            .put("outcome", outcome.word());
    for (String unknown : List.of("commit", "blob", "author", "subject", "committedAt")) {
      json.put(unknown, UNKNOWN);
    }
    return json.put("previousCommit", outcome.live().origin())
        .put("previousBlob", outcome.live().content())
        .put("live", ValueJson.of(outcome.live()))
        .put("text", outcome.note())
        .putPresent("failure", outcome.failures().stream().findFirst().map(ValueJson::of))
        .putAll("failures", outcome.failures(), ValueJson::of)
        .put("trigger", done.request().trigger().word())
        .put("actor", done.request().actor())
        .put("host", done.request().host())
        .put("startedAt", done.span().startedAt())
        .put("durationMs", done.span().took().toMillis())
        .put("checks", List.of());
  }
}
