// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.Finding;
import dev.lastgood.app.Severity;
import dev.lastgood.json.Json;
import java.util.List;

/// What a diagnosis found, as text and as JSON.
public final class FindingReport {
  private FindingReport() {}

  /// One line, and one for what mends it.
  public static List<Line> lines(Finding finding) {
    Tone tone = tone(finding.severity());
    Line line =
        Line.marked(tone)
            .add(Tone.STRONG, finding.subject() + ": ")
            .add(String.join(" ", finding.message().strip().lines().toList()));
    return finding.fix().isEmpty()
        ? List.of(line)
        : List.of(line, Line.of("    fix: " + String.join(" ", finding.fix().lines().toList())));
  }

  public static Json json(Finding finding) {
    return Json.object()
        .put("gravity", finding.severity().word())
        .put("subject", finding.subject())
        .put("message", finding.message())
        .put("fix", finding.fix());
  }

  /// How something of this severity looks.
  public static Tone tone(Severity severity) {
    return switch (severity) {
      case FINE -> Tone.GOOD;
      case NOTICE -> Tone.WARN;
      case WRONG -> Tone.BAD;
    };
  }
}
