// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.json.Json;
import dev.lastgood.text.Harmless;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What something means, in ten lines for whoever was woken by it.
///
/// @param title what is explained
/// @param live what the destination holds
/// @param next what to do, in this order; none when there is nothing to do
/// @param page where more about it is, in the documents that are installed; may be empty
public record Explanation(
    String title, List<String> means, String live, List<String> next, String page) {
  private static final int WIDTH = 80;
  private static final int LABEL_WIDTH = 7;
  private static final int TEXT_WIDTH = WIDTH - LABEL_WIDTH;

  /// Of foreign words, which may be long, no more is shown.
  static final int SHORT = 2 * TEXT_WIDTH - 20;

  /// A foreign text as one short enough.
  static String cut(String text) {
    return Harmless.line(text, SHORT);
  }

  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(Tone.STRONG, Harmless.line(title, WIDTH)));
    add(lines, "means", means);
    add(lines, "live", List.of(live));
    add(lines, "do", next.isEmpty() ? List.of("nothing") : next);
    if (!page.isEmpty()) {
      add(lines, "more", List.of(page));
    }
    return lines;
  }

  /// For programs: the same, whole.
  public Json json() {
    return Json.object()
        .put("title", title)
        .putAll("means", means, text -> text)
        .put("holds", live)
        .putAll("actions", next, text -> text)
        .put("more", page.isEmpty() ? Optional.empty() : Optional.of(page));
  }

  private static void add(List<Line> lines, String label, List<String> texts) {
    String before = label;
    for (String text : texts) {
      for (String line : Harmless.lines(text, TEXT_WIDTH)) {
        lines.add(Line.of("").cell(Tone.FAINT, before, LABEL_WIDTH).add(line));
        before = "";
      }
    }
  }
}
