// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/// Says in a sentence what SnakeYAML says in a page.
///
/// @param part of SnakeYAML's own message
/// @param message ours
/// @param hint ours
record Explanation(String part, String message, String hint) {
  private static final List<Explanation> KNOWN =
      List.of(
          new Explanation(
              "\\t(TAB)", "a tab; YAML allows only spaces here", "replace each tab by spaces"),
          new Explanation(
              "mapping values are not allowed",
              "a ':' that cannot be here",
              "check the indentation, and quote a value that has ': ' in it"),
          new Explanation(
              "could not find expected ':'",
              "this is neither a key nor part of a value",
              "a ':' is missing on this line or the one before"),
          new Explanation(
              "expected <block end>",
              "the indentation does not fit the lines above",
              "start keys of the same level in the same column"),
          new Explanation(
              "expected ',' or '}'",
              "a '{' is not closed, or a ',' is missing",
              "close it with '}'"),
          new Explanation(
              "expected ',' or ']'",
              "a '[' is not closed, or a ',' is missing",
              "close it with ']'"),
          new Explanation(
              "found undefined alias",
              "an alias of an anchor that does not exist",
              "quote a text that starts with '*'"),
          new Explanation(
              "while scanning an alias",
              "a '*' that names no anchor",
              "quote a text that starts with '*'"),
          new Explanation(
              "unexpected end of stream", "a quoted text is not closed", "add the closing quote"),
          new Explanation(
              "unknown escape character",
              "a '\\' escape that YAML does not know",
              "use single quotes, or write '\\\\'"),
          new Explanation(
              "cannot start any token",
              "a character that cannot start a value",
              "quote a text that starts with it"),
          new Explanation(
              "expected '<document start>'",
              "the document ended before this line",
              "check the indentation, and that there is one document only"),
          new Explanation(
              "Global tag is not allowed",
              "a tag that asks the reader to build an object",
              "remove the tag that starts with !!"),
          new Explanation(
              "Nesting Depth exceeded", "nested more than 50 levels deep", "flatten the document"),
          new Explanation(
              CountingParser.TOO_MANY,
              "more than " + StrictYaml.MAX_VALUES + " values, counted to here",
              "split the file"),
          new Explanation(
              "Number of aliases", "more than 50 aliases", "write the values out instead"));

  static Flaw of(YAMLException e, String text) {
    return switch (e) {
      case MarkedYAMLException marked -> of(marked);
      case ReaderException reader -> of(reader, text);
      default -> {
        Explanation known = known(String.valueOf(e.getMessage()));
        yield new Flaw(1, 1, known.message, known.hint);
      }
    };
  }

  private static Flaw of(MarkedYAMLException e) {
    Explanation known = known(e.getProblem() + " " + e.getContext());
    @Nullable Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    return mark == null
        ? new Flaw(1, 1, known.message, known.hint)
        : Flaw.at(mark, known.message, known.hint);
  }

  private static Flaw of(ReaderException e, String text) {
    int offset =
        text.offsetByCodePoints(
            0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
    return StrictYaml.at(
        text,
        offset,
        String.format("the control character U+%04X", e.getCodePoint()),
        "remove it: this is no text file, or was damaged");
  }

  private static Explanation known(String message) {
    return KNOWN.stream()
        .filter(candidate -> message.contains(candidate.part))
        .findFirst()
        .orElseGet(() -> new Explanation("", "no valid YAML: " + firstLine(message), ""));
  }

  private static String firstLine(String message) {
    return message.replaceAll("null", "").lines().findFirst().orElse("").strip();
  }
}
