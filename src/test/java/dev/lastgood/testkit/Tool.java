// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs the real programs that tests compare with: `git`, `ssh-keygen`, `keytool`.
public final class Tool {
  private Tool() {}

  /// Runs a program to its end and returns what it printed, trimmed.
  ///
  /// @throws AssertionError with everything it printed when it fails
  public static String run(Path directory, String... argv) {
    return run(directory, Map.of(), new byte[0], List.of(argv));
  }

  /// Runs `git` without the user's configuration.
  public static String git(Path directory, String... arguments) {
    return run(
        directory,
        Map.of(),
        new byte[0],
        Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toList());
  }

  /// Runs a program with more environment and something on its standard input.
  public static String run(
      Path directory, Map<String, String> environment, byte[] input, List<String> argv) {
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(directory.toFile()).redirectErrorStream(true);
    byte[] output = output(builder, environment, input);
    return new String(output, StandardCharsets.UTF_8).strip();
  }

  /// Runs a program as [#run] does and returns the bytes it wrote to its standard output.
  public static byte[] bytes(
      Path directory, Map<String, String> environment, byte[] input, List<String> argv) {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    return output(builder, environment, input);
  }

  private static byte[] output(
      ProcessBuilder builder, Map<String, String> environment, byte[] input) {
    try {
      isolate(builder.environment());
      builder.environment().putAll(environment);
      Process process = builder.start();
      Thread feeder = Thread.ofVirtual().start(() -> feed(process, input));
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      process.getInputStream().transferTo(output);
      int code = process.waitFor();
      feeder.join();
      if (code != 0) {
        String text = output.toString(StandardCharsets.UTF_8).strip();
        String argv = String.join(" ", builder.command());
        throw new AssertionError(argv + " ended with " + code + ":\n" + text);
      }
      return output.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Takes the developer's own Git settings out of an environment.
  static void isolate(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("LC_ALL", "C.UTF-8");
  }

  /// Where a program is, when it is installed.
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Arrays.stream(path.split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void feed(Process process, byte[] input) {
    try (InputStream from = new ByteArrayInputStream(input);
        var to = process.getOutputStream()) {
      from.transferTo(to);
    } catch (IOException e) {
      // the program ended without reading; its exit code tells
    }
  }
}
