// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/// The permission bits of a file, as in `0644`.
///
/// @param bits 0 to 0777
public record FileMode(int bits) {
  private static final Pattern FORM = Pattern.compile("0?[0-7]{3}");

  /// Refuses bits that are no permissions.
  ///
  /// @throws IllegalArgumentException when `bits` is outside 0 to 0777
  public FileMode {
    if (bits < 0 || bits > 0777) {
      throw new IllegalArgumentException("a mode is three octal digits, as in 0644");
    }
  }

  /// Reads three octal digits, with or without a leading zero.
  ///
  /// @throws IllegalArgumentException when the text is something else
  public static FileMode parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("a mode is three octal digits, as in \"0644\": " + text);
    }
    return new FileMode(Integer.parseInt(text, 8));
  }

  /// The mode that a set of permissions spells.
  public static FileMode of(Set<PosixFilePermission> permissions) {
    String letters = PosixFilePermissions.toString(permissions); // rwxr-x---: nine, always
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits = bits << 1 | (letters.charAt(i) == '-' ? 0 : 1);
    }
    return new FileMode(bits);
  }

  /// The same mode as the JDK spells it.
  public Set<PosixFilePermission> permissions() {
    StringBuilder letters = new StringBuilder("rwxrwxrwx");
    for (int i = 0; i < letters.length(); i++) {
      if ((bits & 0400 >> i) == 0) {
        letters.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(letters.toString());
  }

  @Override
  public String toString() {
    return String.format("%04o", bits);
  }
}
