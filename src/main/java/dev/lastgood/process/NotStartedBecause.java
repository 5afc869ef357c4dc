// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Why a program could not be started, in words that say what to mend.
///
/// The JDK gives the system's error as a number in a text, and "no such file" may mean the program
/// or its interpreter: the file system knows better.
final class NotStartedBecause {
  private static final Pattern ENOENT = Pattern.compile("error[:=] ?2\\b");
  private static final Pattern EACCES = Pattern.compile("error[:=] ?13\\b");

  private NotStartedBecause() {}

  static String of(String program, IOException error) {
    return Program.problem(List.of(program)).orElseGet(() -> reason(program, error));
  }

  private static String reason(String program, IOException error) {
    String message = Objects.requireNonNullElse(error.getMessage(), "no reason given");
    if (ENOENT.matcher(message).find()) {
      return "the interpreter in its first line is missing: " + program;
    }
    if (EACCES.matcher(message).find()) {
      return "no permission to execute (or its file system is mounted noexec): " + program;
    }
    return message;
  }
}
