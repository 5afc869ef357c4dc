// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import org.jspecify.annotations.Nullable;

/// The name of a source: also the mirror's directory name, so the same form as a target's name.
///
/// @param value the name as configured
public record SourceName(String value) {
  /// Refuses a value that could not be a directory name on every file system.
  ///
  /// @throws IllegalArgumentException when the value has another form
  public SourceName {
    if (!TargetName.FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a source's name is lower-case letters, digits and dashes, 63 at most: " + value);
    }
  }

  // Written out: a record's own take 10 ms of a quiet tick, which no start-up cache can hold.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceName(String its) && its.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
