// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.app.Drift;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.Jsons;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import dev.lastgood.sync.Archive;
import dev.lastgood.sync.History;
import dev.lastgood.sync.Ports;
import dev.lastgood.sync.StepFailed;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/// Whether the record is whole, and the files are what it says.
@Command(
    name = "verify",
    description = "Walk the record, and compare the live bytes with its newest entries.",
    footer = {
      "",
      "Exit code 0 when all fits, 3 when something does not: the first that does not fit is named.",
      "",
      "Example:",
      "  lastgood verify"
    })
final class VerifyCommand implements Verb {
  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Archive.Audit audit = Subject.LEDGER.ask(session.equipment().archive()::audit);
    boolean sound = audit.problems().isEmpty();
    for (Target target : session.config().targets()) {
      Drift drift = drift(session.equipment().ports(), target);
      tell(session, target, audit, drift);
      sound = sound && !drift.isWorthSaying();
    }
    if (!session.json()) {
      for (String problem : audit.problems()) {
        session.console().print(Line.of(Tone.BAD, "✗ ").add(problem));
      }
    }
    if (!audit.problems().isEmpty()) {
      session
          .console()
          .complain(
              "",
              "the record was changed by something other than lastgood, or its disk is failing.",
              "compare it with a copy that was fetched before; see 'lastgood upload-pack --help'");
    }
    return sound ? ExitCode.OK : ExitCode.OPERATOR;
  }

  /// Record and file are read one after the other: a pass may work between the two.
  private static Drift drift(Ports ports, Target target) {
    Drift drift = driftNow(ports, target);
    for (int again = 0; again < 2 && drift.isWorthSaying(); again++) {
      drift = driftNow(ports, target);
    }
    return drift;
  }

  /// A damaged record can't be compared with: that it is damaged is what is told. Between its swap
  /// and its end, a pass has announced what the file holds.
  private static Drift driftNow(Ports ports, Target target) {
    try {
      History history = ports.memory().ledger().history(target.name());
      Drift drift = Drift.of(ports.destination(), target, history.live().content());
      Optional<Drift> announced =
          history
              .intent()
              .map(intent -> intent.plan().change().after().content())
              .map(content -> Drift.of(ports.destination(), target, content))
              .filter(other -> !other.isWorthSaying());
      return drift.isWorthSaying() ? announced.orElse(drift) : drift;
    } catch (StepFailed e) {
      return new Drift(Drift.Kind.UNREADABLE, e.failure().message());
    }
  }

  private static void tell(Session session, Target target, Archive.Audit audit, Drift drift) {
    int entries = audit.entries().getOrDefault(target.name(), 0);
    if (session.json()) {
      JsonObject json = new JsonObject();
      json.addProperty("target", target.name().value());
      json.addProperty("ok", audit.problems().isEmpty() && !drift.isWorthSaying());
      json.addProperty("entries", entries);
      json.addProperty("file", drift.sentence());
      List<String> problems = audit.problems();
      json.add("problems", Jsons.array(problems, JsonPrimitive::new));
      session.console().print(json);
      return;
    }
    Tone tone = drift.isWorthSaying() ? Tone.BAD : Tone.GOOD;
    session
        .console()
        .print(
            Line.of(tone, EntryText.mark(tone) + " ")
                .add(Tone.STRONG, target.name().value())
                .add(": " + entries + (entries == 1 ? " entry; " : " entries; "))
                .add(drift.sentence()));
  }
}
