// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Isolation;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A configuration that passed every check that needs no network.
///
/// @param stateDirectory absolute
/// @param sources in the file's order
/// @param targets in the file's order
public record Config(
    Path file, Path stateDirectory, Host host, List<Source> sources, List<Target> targets) {
  public Config {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
  }

  /// What this host is like, and what is demanded of it.
  ///
  /// @param isolation how passes are to be isolated, when that was said
  /// @param stateMountPoint what must be mounted before a pass
  /// @param volatileStateAllowed whether the state directory may be on a file system that forgets
  /// @param unitRequests where units are asked about through files; `systemctl` is run when empty
  public record Host(
      Optional<Isolation> isolation,
      Optional<Path> stateMountPoint,
      boolean volatileStateAllowed,
      Optional<Path> unitRequests) {}
}
