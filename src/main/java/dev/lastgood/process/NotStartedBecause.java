// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
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
    try {
      return program.contains("/") ? named(Path.of(program), error) : searched(program, error);
    } catch (InvalidPathException _) {
      return "no path: " + program;
    }
  }

  private static String named(Path program, IOException error) {
    if (!Files.exists(program)) {
      return "no such program: " + program;
    }
    if (Files.isDirectory(program)) {
      return "a directory, not a program: " + program;
    }
    if (!Files.isExecutable(program)) {
      return "not executable by this user: " + program;
    }
    return reason(program.toString(), error);
  }

  private static String searched(String program, IOException error) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(found -> named(found, error))
        .orElse("no such program in PATH: " + program);
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
