// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A target's checks outside a pass: nothing is staged at the destination. Commands find their
/// copies in a private temporary directory, each under the file's own name.
public final class FileCheck {
  private static final Logger LOG = LoggerFactory.getLogger(FileCheck.class);

  private final Checks checks;

  public FileCheck(Checks checks) {
    this.checks = checks;
  }

  /// Checks what a commit offers.
  public Checks.Report on(
      Target target, Content content, Optional<Content> previous, SourceCommit commit)
      throws StepFailed {
    Path name = target.place().path().getFileName();
    Copies copies = new Copies(target, content, name, Optional.of(commit.id()));
    return checks.check(
        target,
        new Checks.Subject(content, previous, Checks.Permissions.of(commit.allowances()), copies));
  }

  /// Checks a local file, which no commit offers yet.
  public Checks.Report on(Target target, Path file) throws RequestFailed {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw unreadable(
          target,
          file.toString(),
          "it is a pipe, a device or a socket, not a regular file",
          "pipe its content into: lastgood check " + target.name() + " -");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return on(target, file.getFileName(), read(target, in));
    } catch (IOException e) {
      throw unreadable(
          target,
          file.toString(),
          IoReason.of(e),
          "name a file that exists, and that this user may read");
    }
  }

  /// Checks what somebody pipes, under the name of the target's own file.
  public Checks.Report on(Target target, InputStream in) throws RequestFailed {
    try {
      return on(target, target.place().path().getFileName(), read(target, in));
    } catch (IOException e) {
      throw unreadable(target, "standard input", IoReason.of(e), "pipe the file's content into it");
    }
  }

  private Checks.Report on(Target target, Path name, Content content) throws RequestFailed {
    Copies copies = new Copies(target, content, name, Optional.empty());
    Checks.Permissions none = Checks.Permissions.of(List.of());
    return Subject.of(target)
        .ask(() ->
            checks.check(target, new Checks.Subject(content, Optional.empty(), none, copies)));
  }

  /// One byte more than is allowed is enough to be refused for its size.
  private static Content read(Target target, InputStream in) throws IOException {
    int most = (int) Math.min(Integer.MAX_VALUE - 16L, target.gate().maxSize() + 1);
    return Content.of(in.readNBytes(most));
  }

  private static RequestFailed unreadable(Target target, String what, String why, String hint) {
    return Subject.of(target)
        .failed(Failure.operator(Step.CHECK, what + " can't be read: " + why, hint));
  }

  private record Copies(Target target, Content content, Path name, Optional<CommitId> commit)
      implements Checks.Copies {
    @Override
    public Verdict lend(Checks.Judgement judgement) throws StepFailed {
      try {
        Path directory = Files.createTempDirectory("lastgood-");
        try {
          Path copy = Files.write(directory.resolve(name), content.bytes());
          CommandEnvironment environment =
              new CommandEnvironment(
                  target.name(), copy, commit, Optional.empty(), Optional.empty());
          return judgement.of(copy, environment.variables());
        } finally {
          remove(directory);
        }
      } catch (IOException e) {
        throw new StepFailed(
            Failure.operator(
                Step.CHECK,
                "the temporary file for the checks can't be written: " + e.getMessage(),
                "free space in " + System.getProperty("java.io.tmpdir")));
      }
    }

    /// With whatever a command put beside its copy; what it leaves to be removed by nobody else
    /// stays, and changes no verdict.
    private static void remove(Path directory) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.atWarn()
            .addKeyValue("path", directory)
            .setCause(e)
            .log("a temporary file stays behind");
      }
    }
  }
}
