// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes foreign text harmless: the one place for it.
///
/// Subjects, author names, file contents and server messages are written by strangers. What would
/// move the cursor, colour the screen, start a line, hide text or turn its direction acts on nobody
/// after this.
public final class Harmless {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

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

  private Harmless() {}

  /// One line for records and messages: white space is one blank, `U+FFFD` stands for what acts,
  /// and an ellipsis where it is cut.
  ///
  /// @param longest in UTF-16 units
  public static String line(String text, int longest) {
    String line = String.join(" ", words(text));
    if (line.length() <= longest) {
      return line;
    }
    int end = longest - 1;
    boolean halves = Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, halves ? end - 1 : end) + "…";
  }

  /// The words in lines of a width; a word longer than a line stands alone.
  ///
  /// @param width in UTF-16 units
  public static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words(text)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String[] words(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> Character.isWhitespace(point) ? ' ' : acts(point) ? REPLACEMENT : point)
        .forEach(plain::appendCodePoint);
    return plain.toString().strip().split(" +");
  }

  /// The text on one line of a terminal, nothing lost: tabs are kept, and what acts is spelled out,
  /// `^[` for escape, `<U+202E>` for an override.
  ///
  /// @param unicode whether the terminal shows more than ASCII; what it can't show becomes `?` or
  ///   the nearest ASCII
  public static String spelled(String text, boolean unicode) {
    StringBuilder spelled = new StringBuilder(text.length());
    text.codePoints().forEach(point -> spelled.append(spelled(point, unicode)));
    return spelled.toString();
  }

  /// JSON in which everything that acts is escaped, which means the same to a parser; line ends,
  /// which stand between values only, are kept.
  public static String json(String json) {
    StringBuilder harmless = new StringBuilder(json.length());
    json.codePoints()
        .forEach(point -> {
          if (point == '\n' || !acts(point)) {
            harmless.appendCodePoint(point);
          } else if (Character.getType(point) == Character.SURROGATE) {
            harmless.append(REPLACEMENT); // half a character: no JSON reader takes it
          } else {
            Character.toString(point)
                .chars()
                .forEach(unit -> harmless.append(String.format("\\u%04x", unit)));
          }
        });
    return harmless.toString();
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

  /// Whether a character does something to a terminal or a reader other than being seen: control
  /// characters, lone surrogates, and the invisible ones that reorder or hide text. The joiners
  /// inside emoji and Persian words are not among them.
  private static boolean acts(int point) {
    if (point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER) {
      return false;
    }
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
