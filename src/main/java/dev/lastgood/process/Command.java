// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A program to run, without a shell.
///
/// @param environment added to this process's own
/// @param timeout after which it and its children are killed
public record Command(List<String> argv, Map<String, String> environment, Duration timeout) {
  private static final String FILE = "{file}";

  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }

  /// The same command about a file: `{file}` becomes its path wherever it stands in an argument.
  ///
  /// No shell reads the result, so a path needs no quoting whatever it holds.
  public Command about(Path file) {
    List<String> filled = argv.stream().map(word -> word.replace(FILE, file.toString())).toList();
    return new Command(filled, environment, timeout);
  }
}
