// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.Difference;
import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is live beside what the branch holds, as text and as JSON.
public final class DifferenceReport {
  private DifferenceReport() {}

  public static List<Line> lines(Difference difference) {
    Mirror.Found found = difference.found();
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(Tone.STRONG, difference.target().name() + ": ")
            .add(found.tip().branch() + " is at ")
            .add(RecordWords.commit(found.commit())));
    if (!difference.isDifferent()) {
      lines.add(Line.of("  " + difference.target().path() + " is the same as what is live"));
      return lines;
    }
    difference.report().changes().forEach(change -> lines.add(Line.of("  " + change)));
    difference.report().verdicts().stream()
        .filter(verdict -> verdict.result() != Verdict.Result.PASSED)
        .forEach(verdict -> lines.add(Line.of("  ").add(RecordWords.verdict(verdict))));
    lines.addAll(patch(difference));
    return lines;
  }

  public static Json json(Difference difference) {
    Mirror.Found found = difference.found();
    return Json.object()
        .put("target", difference.target().name())
        .put("different", difference.isDifferent())
        .put("liveBlob", difference.live().map(Content::blob))
        .put("branch", found.tip().branch().name())
        .put("commit", found.tip().commit())
        .put("blob", found.blob())
        .put("changes", difference.report().changes())
        .putAll("checks", difference.report().verdicts(), ValueJson::of)
        .putAll("diff", patch(difference), Line::text);
  }

  private static List<Line> patch(Difference difference) {
    Mirror.Found found = difference.found();
    String tip = found.tip().branch() + " " + found.tip().commit().abbreviated();
    return UnifiedDiff.diff(
        new UnifiedDiff.Side("live " + difference.target().place().path(), difference.live()),
        new UnifiedDiff.Side(tip + " " + found.path(), Optional.of(difference.next())));
  }
}
