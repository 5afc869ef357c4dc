// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Text from strangers made fit for a commit's header, message and trailers.
///
/// What a stranger writes into a subject or a name can't start a line, a trailer, a patch divider
/// or an escape sequence.
public final class Plain {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int LONGEST = 500;
  private static final int LONGEST_NAME = 120;

  private Plain() {}

  /// Whether a terminal may obey the character instead of showing it: control characters, lone
  /// surrogates, and the invisible ones that reorder or hide text. The joiners inside emoji and
  /// Persian words are not among them.
  static boolean isUnsafe(int codePoint) {
    if (codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER) {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /// One line: white space collapsed, unsafe characters replaced, cut at 500 characters.
  public static String line(String text) {
    return cut(visible(text).strip().replaceAll("\\s+", " "), LONGEST);
  }

  /// A person's name as Git's header allows it; `unknown` when nothing is left.
  static String name(String text) {
    String name = cut(line(text.replaceAll("[<>]", "")), LONGEST_NAME).strip();
    return name.isEmpty() ? "unknown" : name;
  }

  /// An address as Git's header allows it; may be empty.
  static String email(String text) {
    return cut(visible(text).replaceAll("[<>\\s]", ""), LONGEST_NAME);
  }

  /// A paragraph, wrapped. A word longer than a line stands alone.
  static String paragraph(String text, int width) {
    return wrapped(text, width).stream().map(Plain::harmless).collect(Collectors.joining("\n"));
  }

  /// A paragraph whose first line starts with a dash, and the others below its text.
  static String item(String text, int width) {
    return "- " + String.join("\n  ", wrapped(text, width - 2));
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : visible(text).strip().split("\\s+")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// Git ends a message at a line of dashes or scissors, and drops lines that start with `#`.
  private static String harmless(String line) {
    return line.startsWith("-") || line.startsWith("#") ? " " + line : line;
  }

  private static String visible(String text) {
    return text.codePoints()
        .map(c -> Character.isWhitespace(c) ? ' ' : isUnsafe(c) ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, longest - 1))) + "…";
  }
}
