// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import java.util.Locale;
import java.util.regex.Pattern;

/// What an exception says, in words for an operator.
final class Words {
  /// Class names that some exceptions carry in their messages.
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}[A-Z]\\w*(?:Exception|Error)?:?\\s*");

  private Words() {}

  /// The exception's message on one line and without class names, or a plain name for its kind.
  static String of(Throwable problem) {
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
}
