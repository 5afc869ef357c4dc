// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.model.Source;
import dev.lastgood.model.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

/// Remembers servers between passes, each in a file `<source>.server` beside its mirror.
record ServerProfiles(Path directory, InstantSource clock) {
  /// A server may be upgraded, and say so only when it is asked.
  private static final Duration FRESH = Duration.ofDays(1);

  private CacheFile file(Source source) {
    return new CacheFile(directory.resolve(source.name() + ".server"));
  }

  /// What is known of a source's server as the source is configured now.
  Optional<ServerProfile> of(Source source) {
    Properties known = file(source).read();
    try {
      ServerProfile server =
          new ServerProfile(
              way(known.getProperty("way", "")),
              Boolean.parseBoolean(known.getProperty("wire")),
              known.getProperty("agent", ""),
              known.getProperty("why", ""),
              Instant.parse(known.getProperty("learned", "")));
      Duration age = Duration.between(server.learned(), clock.instant());
      boolean valid =
          source.url().toString().equals(known.getProperty("url"))
              && !age.isNegative()
              && age.compareTo(FRESH) < 0;
      return valid ? Optional.of(server) : Optional.empty();
    } catch (RuntimeException e) {
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

  void remember(Source source, ServerProfile server) {
    Properties known = new Properties();
    known.setProperty("url", source.url().toString());
    known.setProperty("way", server.way().word());
    known.setProperty("wire", Boolean.toString(server.wire()));
    known.setProperty("agent", server.agent());
    known.setProperty("why", server.why().replaceAll("\\s+", " "));
    known.setProperty("learned", server.learned().toString());
    file(source).write(known);
  }

  void forget(Source source) {
    file(source).delete();
  }
}
