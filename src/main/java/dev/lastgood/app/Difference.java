// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.model.Content;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.Jsons;
import dev.lastgood.report.Line;
import dev.lastgood.report.RecordWords;
import dev.lastgood.report.Tone;
import dev.lastgood.report.UnifiedDiff;
import dev.lastgood.sync.Checks;
import dev.lastgood.sync.Mirror;
import dev.lastgood.sync.Ports;
import dev.lastgood.sync.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is live, beside what the branch holds.
///
/// @param target which target
/// @param found what the branch holds
/// @param live the file's bytes
/// @param next the branch's bytes
/// @param report what the target's checks say of these; no verdicts when nothing differs
public record Difference(
    Target target, Mirror.Found found, Optional<Content> live, Content next, Checks.Report report) {

  /// Asks the source, reads both, and checks what is new.
  public static Difference of(Ports ports, Target target) throws StepFailed {
    Source source = target.source();
    Optional<Content> live = ports.destination().look(target.place());
    Mirror.Tip tip = ports.mirror().look(source);
    Mirror.Found found = ports.mirror().locate(source, tip, target.path());
    if (live.map(content -> content.blob().equals(found.blob())).orElse(false)) {
      return new Difference(
          target, found, live, live.get(), new Checks.Report(List.of(), List.of()));
    }
    Content next = ports.mirror().read(source, found, target.gate().maxSize());
    return new Difference(
        target,
        found,
        live,
        next,
        FileCheck.of(ports.checks()).on(target, next, live, found.commit()));
  }

  public boolean isDifferent() {
    return !report.verdicts().isEmpty() || !live.equals(Optional.of(next));
  }

  private List<Line> patch() {
    return UnifiedDiff.diff(
        new UnifiedDiff.Side("live " + target.place().path(), live),
        new UnifiedDiff.Side(
            found.tip().branch() + " " + found.tip().commit().abbreviated() + " " + found.path(),
            Optional.of(next)));
  }

  /// For people.
  public List<Line> lines() {
    SourceCommit commit = found.commit();
    Line head =
        Line.of(Tone.STRONG, target.name() + ": ")
            .add(found.tip().branch() + " is at ")
            .add(Tone.ID, commit.id().abbreviated())
            .add(" ")
            .add(RecordWords.work(commit));
    List<Line> lines = new ArrayList<>();
    lines.add(head);
    if (!isDifferent()) {
      lines.add(Line.of("  " + target.path() + " is the same as what is live"));
      return lines;
    }
    report.changes().forEach(change -> lines.add(Line.of("  " + change)));
    report.verdicts().stream()
        .filter(verdict -> verdict.result() != dev.lastgood.model.Verdict.Result.PASSED)
        .forEach(verdict -> lines.add(Line.of("  ").add(EntryText.verdict(verdict))));
    lines.addAll(patch());
    return lines;
  }

  /// For programs.
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("target", target.name().value());
    json.addProperty("different", isDifferent());
    json.add("liveBlob", Jsons.nullable(live.map(Content::blob)));
    json.addProperty("branch", found.tip().branch().name());
    json.addProperty("commit", found.tip().commit().hex());
    json.addProperty("blob", found.blob().hex());
    json.add("changes", Jsons.array(report.changes(), JsonPrimitive::new));
    json.add("checks", Jsons.array(report.verdicts(), Jsons::verdict));
    json.add("diff", Jsons.array(patch(), line -> new JsonPrimitive(line.text())));
    return json;
  }
}
