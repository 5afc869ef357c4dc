// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import java.nio.file.Path;
import java.util.List;

/// A configuration that passed every check that needs no network.
///
/// @param file where it was read
/// @param stateDirectory absolute
/// @param sources in the file's order
/// @param targets in the file's order
public record Config(Path file, Path stateDirectory, List<Source> sources, List<Target> targets) {
  /// Copies the lists.
  public Config {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
  }
}
