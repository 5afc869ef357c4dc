// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.Checks;
import java.util.ArrayList;
import java.util.List;

/// What `check` says.
public final class FileCheckReport {
  private FileCheckReport() {}

  /// For people.
  public static List<Line> lines(Checks.Report report) {
    List<Line> lines = new ArrayList<>();
    for (Verdict verdict : report.verdicts()) {
      lines.add(EntryText.verdict(verdict));
      if (verdict.result() != Verdict.Result.PASSED && !verdict.hint().isEmpty()) {
        lines.add(Line.of("  Hint: " + verdict.hint()));
      }
    }
    report.changes().forEach(change -> lines.add(Line.of("  " + change)));
    return lines;
  }

  /// For programs.
  ///
  /// @param file as it was named
  public static JsonObject json(Target target, String file, Checks.Report report) {
    boolean ok =
        report.verdicts().stream().allMatch(verdict -> verdict.result() == Verdict.Result.PASSED);
    JsonObject json = new JsonObject();
    json.addProperty("target", target.name().value());
    json.addProperty("file", file);
    json.addProperty("ok", ok);
    json.add("checks", Jsons.array(report.verdicts(), Jsons::verdict));
    json.add("changes", Jsons.array(report.changes(), JsonPrimitive::new));
    return json;
  }
}
