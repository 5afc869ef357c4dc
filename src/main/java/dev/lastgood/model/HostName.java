// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.regex.Pattern;

/// What this host is called in a record that is kept elsewhere: the first part of a branch's name
/// there.
public record HostName(String value) {
  private static final Pattern FORM =
      Pattern.compile("(?!.*\\.\\.)(?!.*\\.lock$)[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?");

  /// Refuses what could not be a part of a branch's name.
  ///
  /// @throws IllegalArgumentException when the value has another form
  public HostName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "is no name of a host: letters, digits and . _ -, 64 at most, no dot at the end, no two"
              + " dots in a row, no .lock at the end");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
