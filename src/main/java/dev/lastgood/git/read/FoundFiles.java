// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Person;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror.Found;
import dev.lastgood.sync.port.Mirror.Tip;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/// What was found in a source's tip, in a file `<source>.found` beside its mirror: while the branch
/// does not move, nobody opens the mirror.
///
/// Bound to the url, the branch, the tip and the way of reading; the blob to its path as well.
record FoundFiles(Path directory) {
  private static final String FILE = "file ";

  /// What is known to be at a path of a tip, as far as that was read in this way.
  Optional<Found> find(Source source, Tip tip, RepoPath path, Way way) {
    Properties known = file(source).read();
    String blob = known.getProperty(FILE + path, "");
    if (blob.isEmpty() || !isOf(known, source, tip, way)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Found(tip, path, commit(tip, known), new BlobId(blob), way));
    } catch (RuntimeException e) {
      return Optional.empty(); // somebody wrote into it
    }
  }

  /// Whether anything is known of a tip.
  boolean knows(Source source, Tip tip, Way way) {
    return isOf(file(source).read(), source, tip, way);
  }

  void keep(Source source, Found found) {
    Properties known = file(source).read();
    if (!isOf(known, source, found.tip(), found.way())) {
      known = of(source, found);
    }
    known.setProperty(FILE + found.path(), found.blob().hex());
    file(source).write(known);
  }

  private CacheFile file(Source source) {
    return new CacheFile(directory.resolve(source.name() + ".found"));
  }

  private static boolean isOf(Properties known, Source source, Tip tip, Way way) {
    return source.url().toString().equals(known.getProperty("url"))
        && tip.branch().name().equals(known.getProperty("branch"))
        && tip.commit().hex().equals(known.getProperty("commit"))
        && way.word().equals(known.getProperty("way"));
  }

  private static Properties of(Source source, Found found) {
    SourceCommit commit = found.commit();
    Properties known = new Properties();
    known.setProperty("url", source.url().toString());
    known.setProperty("branch", found.tip().branch().name());
    known.setProperty("commit", found.tip().commit().hex());
    known.setProperty("way", found.way().word());
    known.setProperty("author.name", commit.author().name());
    known.setProperty("author.email", commit.author().email());
    known.setProperty("authored", commit.authoredAt().toString());
    known.setProperty("committed", commit.committedAt().toString());
    known.setProperty("message", commit.message());
    return known;
  }

  private static SourceCommit commit(Tip tip, Properties known) {
    return new SourceCommit(
        tip.commit(),
        new Person(text(known, "author.name"), text(known, "author.email")),
        Instant.parse(text(known, "authored")),
        Instant.parse(text(known, "committed")),
        text(known, "message"));
  }

  private static String text(Properties known, String key) {
    return Objects.requireNonNull(known.getProperty(key), key);
  }
}
