// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.model.Isolation;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A configuration that passed every check that needs no network.
///
/// @param stateDirectory absolute
/// @param sources in the file's order
/// @param targets in the file's order
public record Config(
    Path file,
    Path stateDirectory,
    Host host,
    List<Source> sources,
    List<Target> targets,
    Watch watch) {
  public Config {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
  }

  /// What the resident process does.
  ///
  /// @param interval how long after a look at a source the next one follows
  /// @param intervals the same for single sources
  public record Watch(Duration interval, Map<SourceName, Duration> intervals) {
    public Watch {
      intervals = Map.copyOf(intervals);
    }

    /// How long after a look at this source the next one follows.
    public Duration interval(SourceName source) {
      return intervals.getOrDefault(source, interval);
    }
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
