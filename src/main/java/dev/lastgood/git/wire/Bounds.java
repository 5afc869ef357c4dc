// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

/// What a pack may hold, whatever it says of itself.
///
/// Sizes are of unpacked bytes: a pack of a few hundred kilobytes can unpack to gigabytes.
///
/// @param object bytes of one object; never more than an array can have
/// @param total bytes of all of them, the deltas they come as included
public record Bounds(int objects, long object, long total) {
  /// The longest array that every JVM makes.
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  /// Keeps the size of one object to what an array can have.
  public Bounds {
    object = Math.min(object, LONGEST);
  }
}
