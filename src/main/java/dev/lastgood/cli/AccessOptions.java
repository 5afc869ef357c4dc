// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How a server lets us in, and what is trusted: files, none of which holds more than one secret.
final class AccessOptions {
  @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the token, for https.")
  private Optional<Path> token = Optional.empty();

  @Option(
      names = "--username",
      paramLabel = "NAME",
      description = "What is sent beside the token; most servers accept any.")
  private Optional<String> username = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "Holds the private key, for ssh.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--known-hosts-file",
      paramLabel = "FILE",
      description = "Holds the server's host keys, for ssh.")
  private Optional<Path> knownHosts = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Holds the authority that signed the server's certificate.")
  private Optional<Path> authority = Optional.empty();

  /// As sections of a source, those that something was said of.
  Map<String, Map<String, String>> sections() {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    username.ifPresent(name -> put(sections, "auth", "username", name));
    token.ifPresent(file -> put(sections, "auth", "token-file", file));
    key.ifPresent(file -> put(sections, "ssh", "key-file", file));
    knownHosts.ifPresent(file -> put(sections, "ssh", "known-hosts-file", file));
    authority.ifPresent(file -> put(sections, "tls", "ca-file", file));
    return sections;
  }

  private static void put(
      Map<String, Map<String, String>> sections, String section, String key, Path file) {
    put(sections, section, key, InitCommand.absolute(file));
  }

  private static void put(
      Map<String, Map<String, String>> sections, String section, String key, String value) {
    sections.computeIfAbsent(section, _ -> new LinkedHashMap<>()).put(key, value);
  }

  /// A hint names keys of a file that is not there yet, and passes that nobody makes yet: here they
  /// are options, and whoever asks.
  static String asOptions(String hint) {
    return hint.replaceAll("\\bthe target's (path|max-size)\\b", "--$1")
        .replaceAll(
            "\\b(?:sources|targets)\\.[a-z0-9-]+\\.(?:auth\\.|ssh\\.|tls\\.)?"
                + "(url|branch|path|max-size|destination|username|token-file|key-file"
                + "|known-hosts-file|ca-file)\\b",
            "--$1")
        .replaceAll("\\bthe next pass tries again( by itself)?", "try again");
  }
}
