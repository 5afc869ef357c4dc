// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Whether standard error is journald's stream, so that a line may begin with its priority, `<n>`.
public final class JournalStream {
  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private JournalStream() {}

  /// Whether it is, or the launcher of our container says that it becomes it.
  public static boolean isStderr(Map<String, String> environment) {
    return environment.getOrDefault("LASTGOOD_STDERR", "").equals("journal")
        || is(environment, STDERR);
  }

  /// `$JOURNAL_STREAM` names the stream by device and inode: it is inherited by whoever has
  /// redirected the stream as well.
  static boolean is(Map<String, String> environment, Path stream) {
    String named = environment.getOrDefault("JOURNAL_STREAM", "");
    if (named.isEmpty()) {
      return false;
    }
    try {
      Map<String, Object> found = Files.readAttributes(stream, "unix:dev,ino");
      return named.equals(found.get("dev") + ":" + found.get("ino"));
    } catch (IOException e) {
      return false; // no /proc: lines without a priority are read as well
    }
  }
}
