// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import dev.lastgood.app.Observation;
import dev.lastgood.app.PassObserver;
import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Metrics in a file, for node_exporter's textfile collector: replaced as a whole after each pass.
///
/// A process that did not get the lock writes as well, so that what changes with time alone (a
/// source becomes stale) is told while a pass hangs. It gives way to a file that was written since
/// it looked: whoever holds the lock tells more, and writes once more when it ends.
public final class Textfile implements PassObserver {
  private static final Logger LOG = LoggerFactory.getLogger(Textfile.class);

  /// node_exporter runs as another user.
  private static final FileAttributes READABLE = FileAttributes.of("rw-r--r--");

  /// The kernel's time of a file may be as much behind the clock.
  private static final Duration TICK = Duration.ofMillis(10);

  private static final Duration ABANDONED = Duration.ofMinutes(1);

  private final Path file;
  private final String version;

  public Textfile(Path file, String version) {
    this.file = file;
    this.version = version;
  }

  @Override
  public String name() {
    return "metrics.textfile";
  }

  @Override
  public void passesOver(Observation observation) {
    try {
      if (!observation.passes().isElsewhere() || !isWrittenSince(observation.at())) {
        write(observation);
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("why", IoReason.of(e))
          .addKeyValue("hint", "lastgood doctor tells what it needs (metrics.textfile)")
          .log("metrics can't be written");
    }
  }

  private void write(Observation observation) throws IOException {
    byte[] text = Metrics.text(observation, version).getBytes(StandardCharsets.UTF_8);
    AtomicFile atomic = new AtomicFile(file);
    sweep(atomic, observation.at());
    atomic.writeUnflushed(text, READABLE);
  }

  /// Removes what a process that was killed had staged, and nothing that another one is about to
  /// rename.
  private static void sweep(AtomicFile atomic, Instant now) throws IOException {
    for (Path staged : atomic.leftovers()) {
      try {
        if (Files.getLastModifiedTime(staged).toInstant().isBefore(now.minus(ABANDONED))) {
          Files.deleteIfExists(staged);
        }
      } catch (NoSuchFileException _) {
        // Renamed by now.
      }
    }
  }

  private boolean isWrittenSince(Instant at) throws IOException {
    return Files.exists(file)
        && !Files.getLastModifiedTime(file).toInstant().isBefore(at.minus(TICK));
  }
}
