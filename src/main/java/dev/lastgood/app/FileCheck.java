// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A target's checks outside a pass: nothing is staged at the destination.
public record FileCheck(Checks checks) {
  /// Checks what a commit offers.
  public Checks.Report on(
      Target target, Content content, Optional<Content> previous, SourceCommit commit)
      throws StepFailed {
    Path name = target.place().path().getFileName();
    Checks.Copies copies = new TemporaryCopies(target, content, name, Optional.of(commit.id()));
    Checks.Permissions permissions = Checks.Permissions.of(commit.allowances());
    return checks.check(target, new Checks.Subject(content, previous, permissions, copies));
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
    Checks.Copies copies = new TemporaryCopies(target, content, name, Optional.empty());
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
}
