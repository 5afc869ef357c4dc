// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.regex.Pattern;

/// The name of a target: also a ledger branch, so `[a-z0-9][a-z0-9-]{0,62}`.
public record TargetName(String value) {
  static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /// Refuses a value that could not be a directory, a branch and a lock name at once.
  ///
  /// @throws IllegalArgumentException when the value has another form
  public TargetName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a target's name is lower-case letters, digits and dashes, 63 at most: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
