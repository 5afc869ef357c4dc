// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import java.util.Optional;

/// How the destination compares with the record: whose content is live.
public enum Drift {
  /// It holds what the record says, or there is no file, as recorded.
  NONE,
  /// Somebody changed the file.
  EDITED,
  /// Somebody removed the file.
  MISSING,
  /// Somebody's file stands where nothing of ours is live.
  FOREIGN;

  /// Compares.
  ///
  /// @param live what is live by the record; empty when nothing is
  /// @param found what the destination holds; empty when there is no file
  public static Drift of(Optional<BlobId> live, Optional<BlobId> found) {
    if (found.equals(live)) {
      return NONE;
    }
    if (found.isEmpty()) {
      return MISSING;
    }
    return live.isPresent() ? EDITED : FOREIGN;
  }
}
