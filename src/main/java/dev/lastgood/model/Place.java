// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.util.Optional;

/// Where a target's bytes go.
///
/// @param path absolute; a regular file or nothing
/// @param mode the permissions to set; the present file's are kept when empty, 0644 for a new one
/// @param keepPrevious whether the bytes that were replaced stay beside it as `<path>.prev`
public record Place(Path path, Optional<FileMode> mode, boolean keepPrevious, OnDrift onDrift) {
  /// What to do when the destination does not hold the live bytes.
  public enum OnDrift implements Worded {
    /// Put the last good back and record it.
    HEAL,
    /// Say so and touch nothing.
    REPORT
  }
}
