// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks;
import java.util.ArrayList;
import java.util.List;

/// What `check` says.
public final class FileCheckReport {
  private FileCheckReport() {}

  public static List<Line> lines(Checks.Report report) {
    List<Line> lines = new ArrayList<>();
    for (Verdict verdict : report.verdicts()) {
      lines.add(RecordWords.verdict(verdict));
      if (verdict.result() != Verdict.Result.PASSED && !verdict.hint().isEmpty()) {
        lines.add(Line.of("  Hint: " + verdict.hint()));
      }
    }
    report.changes().forEach(change -> lines.add(Line.of("  " + change)));
    return lines;
  }

  public static Json json(Target target, String file, Checks.Report report) {
    boolean ok =
        report.verdicts().stream().allMatch(verdict -> verdict.result() == Verdict.Result.PASSED);
    return Json.object()
        .put("target", target.name())
        .put("file", file)
        .put("ok", ok)
        .putAll("checks", report.verdicts(), ValueJson::of)
        .put("changes", report.changes());
  }
}
