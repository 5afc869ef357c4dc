// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import java.util.Map;

/// Makes foreign text harmless to a terminal: the one place for it.
///
/// Subjects, author names, file contents and server messages are written by strangers. What would
/// move the cursor, colour the screen, hide text or turn its direction is spelled out instead (`^[`
/// for escape, `<U+202E>` for an override), so that nothing is lost and nothing acts.
public final class Plain {
  private static final Map<Integer, String> ASCII =
      Map.ofEntries(
          Map.entry((int) '→', "->"),
          Map.entry((int) '…', "..."),
          Map.entry((int) '✓', "+"),
          Map.entry((int) '✗', "x"),
          Map.entry((int) '●', "*"),
          Map.entry((int) '·', "-"),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""));

  private Plain() {}

  /// The text on one line, with tabs kept and everything else that acts spelled out.
  ///
  /// @param unicode whether the terminal shows more than ASCII; what it can't show becomes `?` or
  ///   the nearest ASCII
  public static String line(String text, boolean unicode) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(point -> plain.append(spelled(point, unicode)));
    return plain.toString();
  }

  /// JSON with everything that acts written as `\\uXXXX`, which means the same to a parser.
  static String json(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (acts(point)) {
            Character.toString(point)
                .chars()
                .forEach(unit -> plain.append(String.format("\\u%04x", unit)));
          } else {
            plain.appendCodePoint(point);
          }
        });
    return plain.toString();
  }

  private static String spelled(int point, boolean unicode) {
    if (point == '\t') {
      return "\t";
    }
    if (acts(point)) {
      return point < 0x20 ? "^" + (char) (point + 0x40) : String.format("<U+%04X>", point);
    }
    if (unicode || point < 0x7f) {
      return Character.toString(point);
    }
    return ASCII.getOrDefault(point, "?");
  }

  /// Whether a code point does something to a terminal or a reader other than being seen.
  private static boolean acts(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
