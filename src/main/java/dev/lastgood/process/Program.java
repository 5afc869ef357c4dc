// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A program that is to be run, looked at before it has to: whether the system would start it.
public final class Program {
  /// As much of a first line as the kernel reads.
  private static final int FIRST_LINE = 256;

  /// A script's interpreter may be a script; the kernel follows so many.
  private static final int DEPTH = 4;

  private static final Pattern ENOENT = Pattern.compile("error[:=] ?2\\b");
  private static final Pattern EACCES = Pattern.compile("error[:=] ?13\\b");

  private Program() {}

  /// Why a command would not be started, in words that say what to mend.
  ///
  /// @return empty when nothing is known against it, which is no promise
  public static Optional<String> problem(List<String> argv) {
    if (argv.isEmpty()) {
      return Optional.of("there is no program to run: the command is empty");
    }
    String program = argv.getFirst();
    try {
      if (program.contains("/")) {
        return named(Path.of(program), DEPTH);
      }
      return searched(program)
          .map(found -> named(found, DEPTH))
          .orElseGet(() -> Optional.of("no such program in PATH: " + program));
    } catch (InvalidPathException _) {
      return Optional.of("no path: " + program);
    }
  }

  private static Optional<String> named(Path program, int depth) {
    if (!Files.exists(program)) {
      return Optional.of("no such program: " + program);
    }
    if (Files.isDirectory(program)) {
      return Optional.of("a directory, not a program: " + program);
    }
    if (!Files.isRegularFile(program)) {
      return Optional.of("a device, pipe or socket, not a program: " + program);
    }
    if (!Files.isExecutable(program)) {
      return Optional.of("not executable by this user: " + program);
    }
    return depth == 0 ? Optional.empty() : interpreter(program, depth);
  }

  private static Optional<String> interpreter(Path script, int depth) {
    String line = firstLine(script);
    if (!line.startsWith("#!")) {
      return Optional.empty();
    }
    String[] words = line.substring(2).strip().split("[ \t]+", 2);
    if (line.endsWith("\r")) {
      return Optional.of(
          "its first line ends as on Windows, so that no interpreter of that name is found: "
              + script);
    }
    Optional<String> problem = named(Path.of(words[0]), depth - 1);
    if (words[0].isEmpty() || problem.isPresent()) {
      return Optional.of("the interpreter in its first line is missing: " + script);
    }
    boolean looksUp = words[0].endsWith("/env") && words.length == 2;
    return looksUp && words[1].matches("[A-Za-z0-9_.+-]+") && searched(words[1]).isEmpty()
        ? Optional.of("no such program in PATH: " + words[1] + ", the interpreter of " + script)
        : Optional.empty();
  }

  /// Without its newline; empty for what can't be read, which a program need not be.
  private static String firstLine(Path program) {
    try (InputStream in = Files.newInputStream(program)) {
      String start = new String(in.readNBytes(FIRST_LINE), ISO_8859_1);
      int end = start.indexOf('\n');
      return end < 0 ? start : start.substring(0, end);
    } catch (IOException _) {
      return "";
    }
  }

  /// Why a program was not started, in words that say what to mend.
  ///
  /// The JDK gives the system's error as a number in a text, and "no such file" may mean the
  /// program or its interpreter: the file system knows better.
  static String notStarted(String program, IOException error) {
    return problem(List.of(program)).orElseGet(() -> reason(program, error));
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

  private static Optional<Path> searched(String program) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
