// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// Examines where the metrics' file is to be: whether a pass can write there, and node_exporter
/// read.
record MetricsExamination(Findings findings) {
  private static final String SUBJECT = "metrics";

  void examine(Path file) {
    Path directory = file.resolveSibling(".").normalize();
    String user = System.getProperty("user.name");
    if (!Files.isDirectory(directory)) {
      findings.wrong(
          SUBJECT,
          directory + " is not there",
          "make it, and name it to node_exporter (--collector.textfile.directory): install -d -o "
              + user
              + " -m 0755 "
              + directory);
    } else if (!Files.isWritable(directory)) {
      findings.wrong(
          SUBJECT,
          directory + " can't be written by " + user,
          "setfacl -m u:"
              + user
              + ":rwx "
              + directory
              + "; and ReadWritePaths="
              + directory
              + " in a drop-in of the unit");
    } else if (Files.isDirectory(file)) {
      findings.wrong(SUBJECT, file + " is a directory", "correct metrics.textfile");
    } else {
      readable(file, directory);
    }
  }

  /// It runs as another user, and goes through the directory to the file.
  private void readable(Path file, Path directory) {
    try {
      if (Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        findings.fine(SUBJECT, file + " can be written");
      } else {
        findings.notice(
            SUBJECT,
            directory + " lets nobody else in, and node_exporter runs as another user",
            "chmod o+rx " + directory + ", unless node_exporter is in its group");
      }
    } catch (IOException e) {
      findings.wrong(SUBJECT, directory + " can't be examined: " + e.getMessage(), "look at it");
    }
  }
}
