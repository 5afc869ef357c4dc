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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Runs the real programs that tests compare with: `git`, `ssh-keygen`, `keytool`.
///
/// `git` and what every Linux has must be there. A test that wants more is skipped where it is not.
public final class Tool {
  /// What only some tests want, and the Debian package that it is in.
  private static final Map<String, String> OPTIONAL =
      Map.ofEntries(
          Map.entry("apache2", "apache2-bin"),
          Map.entry("chattr", "e2fsprogs"),
          Map.entry("chromium-headless-shell", "chromium-headless-shell"),
          Map.entry("dpkg-deb", "dpkg"),
          Map.entry("curl", "curl"),
          Map.entry("fcgiwrap", "fcgiwrap"),
          Map.entry("getcap", "libcap2-bin"),
          Map.entry("gitolite", "gitolite3"),
          Map.entry("gpg", "gnupg"),
          Map.entry("klaus", "klaus"),
          Map.entry("kubectl", "kubernetes-client"),
          Map.entry("lsattr", "e2fsprogs"),
          Map.entry("fish", "fish"),
          Map.entry("man", "man-db"),
          Map.entry("mandoc", "mandoc"),
          Map.entry("mount", "mount"),
          Map.entry("mvn", "maven"),
          Map.entry("nginx", "nginx"),
          Map.entry("nix", "nix-bin"),
          Map.entry("nix-instantiate", "nix-bin"),
          Map.entry("npm", "npm"),
          Map.entry("openssl", "openssl"),
          Map.entry("perl", "perl"),
          Map.entry("script", "bsdutils"),
          Map.entry("prometheus", "prometheus"),
          Map.entry("prometheus-node-exporter", "prometheus-node-exporter"),
          Map.entry("promtool", "prometheus"),
          Map.entry("setcap", "libcap2-bin"),
          Map.entry("ssh-keygen", "openssh-client"),
          Map.entry("sshd", "openssh-server"),
          Map.entry("strace", "strace"),
          Map.entry("systemd-analyze", "systemd"),
          Map.entry("zsh", "zsh"));

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
    String program = builder.command().getFirst();
    if (OPTIONAL.containsKey(program)) {
      require(program);
    }
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

  /// Where a program is that only some tests want; without it the test is skipped, with the reason.
  public static Path require(String program) {
    String debianPackage = Objects.requireNonNull(OPTIONAL.get(program), program);
    Optional<Path> found = find(program);
    Assumptions.assumeTrue(
        found.isPresent(), program + " is not installed (apt-get install " + debianPackage + ")");
    return found.orElseThrow();
  }

  /// Where a program is, when it is installed: on the path, or where only root's path leads.
  public static Optional<Path> find(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> Stream.of(directory, directory.replaceFirst("/bin$", "/sbin")))
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
