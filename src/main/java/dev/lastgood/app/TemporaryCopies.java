// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies for commands, each under the file's own name in a private temporary directory.
record TemporaryCopies(Target target, Content content, Path name, Optional<CommitId> commit)
    implements Checks.Copies {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryCopies.class);

  @Override
  public Verdict withCopy(Checks.Judgement judgement) throws StepFailed {
    try {
      Path directory = Files.createTempDirectory("lastgood-");
      try {
        Path copy = Files.write(directory.resolve(name), content.bytes());
        CommandEnvironment environment =
            new CommandEnvironment(target.name(), copy, commit, Optional.empty(), Optional.empty());
        return judgement.of(copy, environment.variables());
      } finally {
        remove(directory);
      }
    } catch (IOException e) {
      throw StepFailed.operator(
          Step.CHECK,
          "the temporary file for the checks can't be written: " + IoReason.of(e),
          "free space in " + System.getProperty("java.io.tmpdir"));
    }
  }

  /// Removes the copy and whatever a command put beside it; what can't be removed stays, and
  /// changes no verdict.
  private static void remove(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.atWarn().addKeyValue("path", directory).setCause(e).log("a temporary file stays behind");
    }
  }
}
