// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.file.RealPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/// A name in a directory, whatever path leads there: a symlink on the way, or the same directory
/// mounted twice, spells it otherwise.
///
/// @param directory the nearest directory on the way that exists, as the kernel numbers it
/// @param rest the name, and what is missing before it
record FileName(Object directory, Path rest) {
  /// The name that a path ends in. A symlink of that name is not followed: it is what a rename
  /// replaces.
  static FileName of(Path path) {
    Path parent = path.getParent();
    return parent == null
        ? directory(path)
        : directory(parent).child(Objects.requireNonNull(path.getFileName(), "only / has none"));
  }

  /// The name of the file that a path leads to when a symlink is followed.
  static FileName behind(Path path) {
    try {
      return of(path.toRealPath());
    } catch (IOException _) {
      return of(path);
    }
  }

  /// Whether a path is somewhere below a directory, or is it.
  static boolean isWithin(Path path, Path directory) {
    FileName wanted = directory(directory);
    for (Path above = RealPath.of(path); above != null; above = above.getParent()) {
      if (directory(above).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static FileName directory(Path directory) {
    Optional<Object> key = key(directory);
    if (key.isPresent()) {
      return new FileName(key.get(), Path.of(""));
    }
    Path parent = directory.getParent();
    return parent == null
        ? new FileName(directory, Path.of(""))
        : directory(parent)
            .child(Objects.requireNonNull(directory.getFileName(), "only / has none"));
  }

  private FileName child(Path name) {
    return new FileName(directory, rest.resolve(name));
  }

  private static Optional<Object> key(Path directory) {
    try {
      return Optional.ofNullable(
          Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
    } catch (IOException _) {
      return Optional.empty(); // not there, or not for us to see: its name is what is left
    }
  }
}
