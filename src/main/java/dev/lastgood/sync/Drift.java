// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

/// How the destination compares with the record: whose content is live.
public enum Drift {
  /// It holds what the record says, or there is no file, as recorded.
  NONE,
  /// Somebody changed the file.
  EDITED,
  /// Somebody removed the file.
  MISSING,
  /// Somebody's file stands where nothing of ours is live.
  FOREIGN
}
