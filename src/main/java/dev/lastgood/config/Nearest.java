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

  /// Letters to insert, remove, replace, or swap with their neighbour.
  private static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int cheapest(int[][] table, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(
            table[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(table[i - 1][j], table[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
  }
}
