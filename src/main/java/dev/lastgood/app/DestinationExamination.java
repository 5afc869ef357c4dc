// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.FileMode;
import dev.lastgood.model.Target;
import dev.lastgood.sync.Destination;
import dev.lastgood.sync.StepFailed;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/// Examines where a target's bytes go.
public final class DestinationExamination {
  private final Destination destination;
  private final Findings findings;

  public DestinationExamination(Destination destination, Findings findings) {
    this.destination = destination;
    this.findings = findings;
  }

  public void examine(Target target) {
    String subject = "target " + target.name();
    Path file = target.place().path();
    try {
      destination.requireReady(target.place());
    } catch (StepFailed e) {
      findings.wrong(subject, e.failure());
      return;
    }
    memory(subject, file.resolveSibling(""));
    present(subject, file);
  }

  /// Without extended attributes a deployed file can't witness that the record was lost.
  private void memory(String subject, Path directory) {
    try {
      if (!Files.getFileStore(directory)
          .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
        findings.fine(
            subject,
            "the file system of "
                + directory
                + " keeps no extended attributes, so a lost or rolled back state directory would"
                + " not be noticed");
      }
    } catch (IOException e) {
      findings.wrong(subject, directory + ": " + IoReason.of(e), "df " + directory);
    }
  }

  private void present(String subject, Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      findings.notice(
          subject, file + " is not there yet", "the first pass writes it: lastgood sync");
      return;
    }
    try {
      findings.fine(
          subject,
          file
              + " is "
              + Files.getOwner(file).getName()
              + "'s, mode "
              + FileMode.of(Files.getPosixFilePermissions(file)));
    } catch (IOException e) {
      findings.wrong(subject, file + ": " + IoReason.of(e), "ls -l " + file);
    }
  }
}
