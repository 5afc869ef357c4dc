// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Where somebody wants a page: a file that is replaced as a whole, or a directory of such files.
record PageFile(String name) {
  private static final String OTHER =
      "give a file in a directory that is there and yours: --html /tmp/report.html";

  /// Whether several files are wanted.
  boolean isDirectory() {
    return name.endsWith("/") || Files.isDirectory(Path.of(name));
  }

  /// Writes it as a file in the directory, which is made where there is none.
  void writeIn(String file, String page) throws RequestFailed {
    Path directory = Path.of(name);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw failed(directory, IoReason.of(e), OTHER);
    }
    new PageFile(directory.resolve(file).toString()).write(page);
  }

  void write(String page) throws RequestFailed {
    Path file = Path.of(name).toAbsolutePath();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw failed(file, "it is no regular file", "give another; standard output is: --html -");
    }
    try {
      FileAttributes attributes =
          new FileAttributes(permissions(file), Optional.empty(), Optional.empty());
      new AtomicFile(file).write(page.getBytes(StandardCharsets.UTF_8), attributes);
    } catch (IOException e) {
      throw failed(file, IoReason.of(e), OTHER);
    }
  }

  private static RequestFailed failed(Path file, String why, String hint) {
    return new RequestFailed(
        "report", Failure.operator(Step.SETTLE, "can't write " + file + ": " + why, hint));
  }

  /// Those of the file that is there; else what the umask leaves of those of any new file.
  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.getPosixFilePermissions(file);
    }
    int mask =
        Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8).stream()
            .filter(line -> line.startsWith("Umask:"))
            .map(line -> Integer.parseInt(line.substring("Umask:".length()).strip(), 8))
            .findFirst()
            .orElse(0022);
    return letters(0666 & ~mask);
  }

  private static Set<PosixFilePermission> letters(int mode) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      letters.append((mode >> bit & 1) == 0 ? '-' : "rwxrwxrwx".charAt(8 - bit));
    }
    return PosixFilePermissions.fromString(letters.toString());
  }
}
