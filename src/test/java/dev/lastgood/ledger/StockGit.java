// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `git` on this machine, without its user's configuration.
final class StockGit {
  private final Path repository;

  StockGit(Path repository) {
    this.repository = repository;
  }

  /// Runs a command that must succeed; standard output and error together.
  String run(String... arguments) {
    return runWith("", arguments);
  }

  /// The same, with something on standard input.
  String runWith(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    try {
      Path stdin = Files.createTempFile("stdin", null);
      Files.writeString(stdin, input);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectInput(stdin.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "GIT_CONFIG_GLOBAL", "/dev/null",
                  "GIT_CONFIG_NOSYSTEM", "1",
                  "GIT_CONFIG_COUNT", "2",
                  "GIT_CONFIG_KEY_0", "safe.directory",
                  "GIT_CONFIG_VALUE_0", "*",
                  "GIT_CONFIG_KEY_1", "protocol.ext.allow",
                  "GIT_CONFIG_VALUE_1", "always"));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
      Files.delete(stdin);
      return output;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
