// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// The name of a source: also the mirror's directory name, so the same form as a target's name.
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

  @Override
  public String toString() {
    return value;
  }
}
