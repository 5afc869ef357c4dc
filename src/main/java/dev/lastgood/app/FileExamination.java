// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/// Examines the small files that a configuration names.
record FileExamination(HostInspection host, Findings findings) {
  /// A secret's text; who else may read it is told.
  Optional<String> secret(String subject, Path file) {
    Optional<String> text = readable(subject, file);
    try {
      if (text.isPresent()
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        findings.notice(subject, file + " can be read by everybody", "chmod o-r " + file);
      }
    } catch (IOException _) {
      return text; // it could be read: its permissions are a refinement only
    }
    return text;
  }

  /// A file's text; empty when it can't be read, which is told.
  Optional<String> readable(String subject, Path file) {
    try {
      return Optional.of(host.text(file));
    } catch (IOException e) {
      findings.wrong(
          subject,
          file + " can't be read: " + IoReason.of(e),
          "check the path and its permissions: ls -l " + file);
      return Optional.empty();
    }
  }
}
