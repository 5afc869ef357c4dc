// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.text.Harmless;
import java.util.Locale;
import java.util.regex.Pattern;

/// What an exception or a server says, in words for an operator.
public final class Messages {
  /// A message is for people; a server may send a book.
  private static final int LONGEST = 300;

  /// What a server says that passes by itself, though it is put as a refusal.
  private static final Pattern PASSING =
      Pattern.compile(
          "unavailable|overload|due to load|try again|too many|maintenance|timed? ?out"
              + "|internal (server )?error|temporar|not our ref|read-only mode",
          Pattern.CASE_INSENSITIVE);

  /// Class names that some exceptions carry in their messages.
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}[A-Z]\\w*(?:Exception|Error)?:?\\s*");

  private Messages() {}

  /// The exception's message on one line and without class names, or a plain name for its kind.
  public static String of(Throwable problem) {
    String message = problem.getMessage();
    if (message == null || message.isBlank()) {
      return problem
          .getClass()
          .getSimpleName()
          .replaceAll("(Exception|Error)$", "")
          .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
          .toLowerCase(Locale.ROOT);
    }
    return CLASS_NAME.matcher(message).replaceAll("").strip().replaceAll("\\s+", " ");
  }

  /// Text of a server, harmless and short: one line, without what acts on a terminal.
  static String said(String text) {
    return Harmless.line(text, LONGEST);
  }

  /// Whether a server says in its own words that it may serve later.
  static boolean isPassing(String said) {
    return PASSING.matcher(said).find();
  }
}
