// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.cli.ExitCode;
import dev.lastgood.cli.Session;
import dev.lastgood.cli.Surroundings;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.Order;
import dev.lastgood.sync.Outcome;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tells what a pass came to: one line, or one JSON object, on stdout; what went wrong on stderr.
public final class OutcomeReport {
  private final Session session;
  private final Trigger trigger;
  private final Instant startedAt;
  private final Duration start;

  /// To be made when the pass begins.
  public OutcomeReport(Session session, Order order) {
    this.session = session;
    this.trigger = order.trigger();
    this.startedAt = session.surroundings().time().now();
    this.start = session.surroundings().time().elapsed();
  }

  /// Tells it.
  public void tell(Target target, Outcome outcome, ExitCode code) {
    if (session.json()) {
      session.console().print(json(target, outcome, code));
    } else {
      session.console().print(line(target, outcome));
    }
    for (Failure failure : outcome.failures()) {
      if (code == ExitCode.OK) {
        session.console().warn("target " + target.name(), failure);
      } else {
        session.console().complain("target " + target.name(), failure);
      }
    }
  }

  private static Line line(Target target, Outcome outcome) {
    Line line =
        Line.of(Tone.STRONG, target.name().value())
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

  /// What the audit log shows of the entry when one was written, else the same names with as much
  /// as there is; and the exit code.
  private JsonObject json(Target target, Outcome outcome, ExitCode code) {
    JsonObject json =
        outcome
            .written()
            .map(entry -> RecordJson.of(entry).tree())
            .orElseGet(() -> unrecorded(target, outcome));
    json.addProperty("exitCode", code.code());
    return json;
  }

  private JsonObject unrecorded(Target target, Outcome outcome) {
    JsonObject json = new JsonObject();
    json.add("entry", JsonNull.INSTANCE);
    json.addProperty("time", session.surroundings().time().now().toString());
    json.addProperty("target", target.name().value());
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
    run(json);
    json.add("checks", new JsonArray());
    return json;
  }

  private void run(JsonObject json) {
    Surroundings around = session.surroundings();
    json.addProperty("trigger", trigger.word());
    json.addProperty("actor", around.operator().actor());
    json.addProperty("host", around.operator().host());
    json.addProperty("startedAt", startedAt.toString());
    json.addProperty("durationMs", around.time().elapsed().minus(start).toMillis());
  }
}
