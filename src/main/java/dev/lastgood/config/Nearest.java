// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that was probably meant.
public final class Nearest {
  private Nearest() {}

  /// The name that was probably meant, or all of them.
  public static String hint(String wrong, List<String> names) {
    if (wrong.equals("<<")) {
      return "merge keys are not read here; write the keys out";
    }
    return find(wrong, names)
        .map(name -> "did you mean '" + name + "'?")
        .orElseGet(() -> "valid here: " + list(names));
  }

  /// The name that was probably meant.
  static Optional<String> find(String wrong, List<String> names) {
    String plain = plain(wrong);
    return names.stream()
        .filter(name -> isNear(plain, plain(name)))
        .min(Comparator.comparingInt(name -> distance(plain, plain(name))));
  }

  static String list(List<String> names) {
    return String.join(", ", names);
  }

  /// Close enough for a typing error, or one begins with the other, as `cert` and `cert-file`.
  private static boolean isNear(String wrong, String name) {
    boolean begins =
        Math.min(wrong.length(), name.length()) >= 3
            && (name.startsWith(wrong) || wrong.startsWith(name));
    return begins
        || distance(wrong, name) <= Math.max(1, Math.min(wrong.length(), name.length()) / 3);
  }

  /// Without what only differs between spellings: `maxSize`, `max_size`, `max-size`.
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
