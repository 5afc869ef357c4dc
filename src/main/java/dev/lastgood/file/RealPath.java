// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// Where a path leads.
public final class RealPath {
  private RealPath() {}

  /// The path with its symlinks resolved as far as it exists, or may be seen.
  public static Path of(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      Path parent = path.getParent();
      return parent == null
          ? path
          : of(parent).resolve(Objects.requireNonNull(path.getFileName(), "only / has none"));
    }
  }
}
