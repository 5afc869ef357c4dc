// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.report.Line;
import java.util.ArrayList;
import java.util.List;

/// A unified diff as HTML that a style sheet shows in one column or in two.
///
/// What is removed and what is added in its place stand in one block: above each other, as in the
/// diff, or beside each other. What stays the same is there twice, once a column; the second is
/// hidden where there is one column only.
final class DiffHtml {
  private static final int MOST_LINES = 300;
  private static final int LONGEST_LINE = 400;

  private final Html html = new Html();
  private final List<String> same = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
  private Side latest = Side.SAME;

  private enum Side {
    SAME,
    REMOVED,
    ADDED
  }

  private DiffHtml() {}

  /// The diff.
  ///
  /// @param lines as `diff -u` has them
  /// @param whole the command that shows it when it is too long for the page
  static Html of(List<Line> lines, String whole) {
    DiffHtml diff = new DiffHtml();
    diff.html.raw("<div class=diff role=group aria-label=\"Diff\">\n");
    List<String> shown = lines.stream().limit(MOST_LINES).map(Line::text).toList();
    int headers = shown.getFirst().startsWith("--- ") ? 2 : 1;
    for (int i = 0; i < shown.size(); i++) {
      if (i < headers) {
        diff.html.element("pre class=file", shown.get(i)).raw("\n");
      } else {
        diff.line(shown.get(i));
      }
    }
    diff.endBlock();
    if (lines.size() > MOST_LINES) {
      diff.html
          .raw("<p>")
          .text("… and " + (lines.size() - MOST_LINES) + " more lines: ")
          .element("kbd", whole)
          .raw("</p>\n");
    }
    return diff.html.raw("</div>\n");
  }

  private void line(String line) {
    switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '@' -> {
        endBlock();
        html.element("pre class=hunk", line).raw("\n");
      }
      case '-' -> add(line, Side.REMOVED);
      case '+' -> add(line, Side.ADDED);
      case '\\' -> side(latest).add(line); // about the line above it
      default -> add(line, Side.SAME);
    }
  }

  /// What is added may stand in one block with what was removed before it.
  private void add(String line, Side side) {
    boolean goesOn = latest == side || (latest == Side.REMOVED && side == Side.ADDED);
    if (!goesOn) {
      endBlock();
    }
    latest = side;
    side(side).add(LineHtml.cut(line, LONGEST_LINE));
  }

  private List<String> side(Side side) {
    return switch (side) {
      case SAME -> same;
      case REMOVED -> removed;
      case ADDED -> added;
    };
  }

  private void endBlock() {
    if (!same.isEmpty()) {
      html.raw("<div class=same>");
      pre("pre", same);
      pre("pre class=twin aria-hidden=true", same);
      html.raw("</div>\n");
    }
    if (!removed.isEmpty() || !added.isEmpty()) {
      html.raw("<div class=change>");
      pre("pre class=del", removed);
      pre("pre class=ins", added);
      html.raw("</div>\n");
    }
    same.clear();
    removed.clear();
    added.clear();
  }

  private void pre(String start, List<String> lines) {
    html.raw("<" + start + ">");
    for (int i = 0; i < lines.size(); i++) {
      html.raw(i == 0 ? "" : "\n").text(lines.get(i));
    }
    html.raw("</pre>");
  }
}
