// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.Look;
import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Source;
import dev.lastgood.model.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Remembers servers between passes, each in a file `<source>.server` beside its mirror.
///
/// A cache like the mirror: what can't be read is learned again, what can't be written is
/// forgotten.
///
/// @param directory where the files are
/// @param clock tells how old they are
record Servers(Path directory, InstantSource clock) {
  /// A server may be upgraded, and say so only when it is asked.
  private static final Duration FRESH = Duration.ofDays(1);

  private static final int LARGEST = 64 * 1024;

  private Path file(Source source) {
    return directory.resolve(source.name() + ".server");
  }

  /// What is known of a source's server as the source is configured now.
  Optional<Server> of(Source source) {
    Map<String, String> facts = new HashMap<>();
    try {
      String known = new String(RegularFile.bytes(file(source), LARGEST), UTF_8);
      for (String line : known.lines().toList()) {
        String[] parts = line.split("=", 2);
        facts.put(parts[0], parts.length < 2 ? "" : parts[1]);
      }
      Server server =
          new Server(
              way(facts.getOrDefault("way", "")),
              Boolean.parseBoolean(facts.get("wire")),
              facts.getOrDefault("agent", ""),
              facts.getOrDefault("why", ""),
              Instant.parse(facts.getOrDefault("learned", "")));
      Duration age = Duration.between(server.learned(), clock.instant());
      boolean valid =
          source.remote().toString().equals(facts.get("url"))
              && !age.isNegative()
              && age.compareTo(FRESH) < 0;
      return valid ? Optional.of(server) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Way way(String word) {
    return Arrays.stream(Way.values())
        .filter(
            way -> way.word().equals(word) && way != Way.FILTERED) // as earlier versions learned
        .findFirst()
        .orElseThrow();
  }

  /// Remembers a server.
  void remember(Source source, Server server) {
    String text =
        """
        # What lastgood learned of this server; it may be deleted at any time.
        url=%s
        way=%s
        wire=%s
        agent=%s
        why=%s
        learned=%s
        """
            .formatted(
                source.remote(),
                server.way().word(),
                server.wire(),
                server.agent(),
                server.why().replaceAll("\\s+", " "),
                server.learned());
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory); // the state directory above it is never made
      }
      AtomicFile file = new AtomicFile(file(source));
      for (Path leftover : file.leftovers()) {
        Files.deleteIfExists(leftover);
      }
      file.write(text.getBytes(UTF_8), Look.of("rw-r--r--"));
    } catch (IOException e) {
      // It is learned again, for one more request.
    }
  }

  /// Forgets a server.
  void forget(Source source) {
    try {
      Files.deleteIfExists(file(source));
    } catch (IOException e) {
      // Then it will be a day old one day.
    }
  }
}
