// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.nio.file.Path;
import java.util.List;

/// The one placeholder that a configured command may have.
public final class Placeholder {
  /// Stands for the file in question: the staged candidate in a check, the destination elsewhere.
  public static final String FILE = "{file}";

  private Placeholder() {}

  /// The command with the file's path in place of the placeholder. No shell sees it, so a path
  /// needs no quoting.
  public static List<String> fill(List<String> argv, Path file) {
    return argv.stream().map(word -> word.replace(FILE, file.toString())).toList();
  }
}
