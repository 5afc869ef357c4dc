// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Who gives the command, and where, as the record names them.
///
/// @param actor the user; the one behind `sudo` when that was used
/// @param host this host's name
public record Operator(String actor, String host) {
  private static final Path KERNEL_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  public static Operator ofThisProcess(Map<String, String> environment) {
    String user = environment.getOrDefault("SUDO_USER", System.getProperty("user.name", "?"));
    return new Operator(user, hostname(environment));
  }

  /// The kernel's word: asking a resolver could take seconds and would need a network.
  private static String hostname(Map<String, String> environment) {
    try {
      return Files.readString(KERNEL_HOSTNAME).strip();
    } catch (IOException _) {
      return environment.getOrDefault("HOSTNAME", "localhost");
    }
  }
}
