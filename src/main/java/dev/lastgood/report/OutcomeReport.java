// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.app.PassResult;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Entry;
import dev.lastgood.sync.Outcome;
import dev.lastgood.text.Durations;
import java.util.List;
import java.util.Optional;

/// What a pass came to.
public final class OutcomeReport {
  private OutcomeReport() {}

  /// In a line, for people.
  public static Line line(PassResult.Done done) {
    Outcome outcome = done.outcome();
    Line line =
        Line.of(Tone.STRONG, done.target().name().value())
            .add("  ")
            .add(Outcomes.tone(outcome), outcome.word())
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

  /// For programs: what the audit log shows of the entry when one was written, else the same names
  /// with as much as there is; and the exit code.
  public static JsonObject json(PassResult.Done done, int exitCode) {
    JsonObject json =
        done.outcome()
            .written()
            .map(entry -> RecordJson.of(entry).tree())
            .orElseGet(() -> unrecorded(done));
    json.addProperty("exitCode", exitCode);
    return json;
  }

  private static JsonObject unrecorded(PassResult.Done done) {
    Outcome outcome = done.outcome();
    JsonObject json = new JsonObject();
    json.add("entry", JsonNull.INSTANCE);
    json.addProperty("time", done.span().endedAt().toString());
    json.addProperty("target", done.target().name().value());
    json.addProperty("outcome", outcome.word());
    for (String unknown : List.of("commit", "blob", "author", "subject", "committedAt")) {
      json.add(unknown, JsonNull.INSTANCE);
    }
    json.add("previousCommit", Jsons.nullable(outcome.live().origin()));
    json.add("previousBlob", Jsons.nullable(outcome.live().content()));
    json.add("live", Jsons.live(outcome.live()));
    json.addProperty("text", outcome.note());
    JsonArray failures = Jsons.array(outcome.failures(), Jsons::failure);
    if (!failures.isEmpty()) {
      json.add("failure", failures.get(0));
    }
    json.add("failures", failures);
    json.addProperty("trigger", done.order().trigger().word());
    json.addProperty("actor", done.order().actor());
    json.addProperty("host", done.order().host());
    json.addProperty("startedAt", done.span().startedAt().toString());
    json.addProperty("durationMs", done.span().took().toMillis());
    json.add("checks", new JsonArray());
    return json;
  }
}
