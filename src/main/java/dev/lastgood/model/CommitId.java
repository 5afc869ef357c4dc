// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.regex.Pattern;

/// The full id of a commit: 40 hexadecimal digits (SHA-1) or 64 (SHA-256), lower case.
public record CommitId(String hex) implements Comparable<CommitId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /// Refuses an abbreviated or malformed id.
  ///
  /// @throws IllegalArgumentException when `hex` is not a full object id
  public CommitId {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a full commit id: " + hex);
    }
  }

  /// The first ten digits, for eyes only.
  public String abbreviated() {
    return hex.substring(0, 10);
  }

  @Override
  public int compareTo(CommitId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
