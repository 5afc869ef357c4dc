// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.Checks;
import dev.lastgood.deploy.Setting;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A target's checks outside a pass: nothing is staged at the destination.
final class Trial {
  private final Checks checks;

  private Trial(Checks checks) {
    this.checks = checks;
  }

  static Trial of(Checks checks) {
    return new Trial(checks);
  }

  /// Checks bytes that are on no disk, in a private temporary file.
  Checks.Report on(Target target, Content content, Optional<Content> previous, SourceCommit commit)
      throws Declined {
    try {
      Path file = Files.createTempFile("lastgood-", "-" + target.name());
      try {
        Files.write(file, content.bytes());
        return on(
            target,
            new Checks.Subject(
                file,
                content,
                previous,
                commit.trailers("Lastgood-Allow"),
                environment(target, file, Optional.of(commit.id()))));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new Declined(
          ExitCode.OPERATOR,
          "target " + target.name(),
          "the temporary file for the checks can't be written: " + e.getMessage(),
          "free space in " + System.getProperty("java.io.tmpdir"));
    }
  }

  /// Checks a file where it is.
  Checks.Report on(Target target, Path file, Content content) {
    return on(
        target,
        new Checks.Subject(
            file,
            content,
            Optional.empty(),
            List.of(),
            environment(target, file, Optional.empty())));
  }

  private Checks.Report on(Target target, Checks.Subject subject) {
    return checks.check(target, subject);
  }

  private static java.util.Map<String, String> environment(
      Target target, Path file, Optional<CommitId> commit) {
    return new Setting(target.name(), file, commit, Optional.empty(), Optional.empty())
        .environment();
  }
}
