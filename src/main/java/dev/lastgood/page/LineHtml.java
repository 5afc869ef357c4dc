// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.report.Line;
import dev.lastgood.report.Row;
import dev.lastgood.report.Tone;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Lines for people as HTML: a tone is an element or a class, and a commit's id is a link.
///
/// @param longest of a piece, in UTF-16 units; the rest is cut
record LineHtml(CommitLinks links, int longest) {
  /// What nobody reads on from.
  static final int LONG = 4_000;

  /// What fits on a line or two.
  static final int BRIEF = 120;

  /// Writes a line.
  void write(Line line, Html into) {
    for (Line.Piece piece : line.pieces()) {
      if (piece.text().isEmpty()) {
        continue;
      }
      write(piece.tone(), cut(piece.text()), into);
      if (piece.width() > 0) {
        into.raw(" "); // where a terminal has a column
      }
    }
  }

  /// Writes labels and what is said under each.
  void write(List<Row> rows, Html into) {
    into.raw("<dl>\n");
    for (Row row : rows) {
      into.element("dt", row.label()).raw("\n");
      for (Line value : row.values()) {
        into.raw("<dd>");
        write(value, into);
        into.raw("</dd>");
      }
      into.raw("\n");
    }
    into.raw("</dl>\n");
  }

  private void write(Tone tone, String text, Html into) {
    switch (tone) {
      case PLAIN -> into.text(text);
      case STRONG -> into.element("strong", text);
      case FAINT -> into.element("small", text);
      case GOOD -> into.element("b class=good", text);
      case WARN -> into.element("b class=warn", text);
      case BAD -> into.element("b class=bad", text);
      case ID -> id(text, into);
    }
  }

  private void id(String text, Html into) {
    Optional<URI> page = links.page(text);
    into.raw("<code>");
    if (page.isPresent()) {
      into.link(page.get(), text);
    } else {
      into.text(text);
    }
    into.raw("</code>");
  }

  private String cut(String text) {
    return cut(text, longest);
  }

  /// The beginning of a text that is longer.
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, halves ? longest - 1 : longest) + "…";
  }
}
