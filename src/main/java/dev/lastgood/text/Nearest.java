// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// Finds the names that were probably meant.
public final class Nearest {
  /// No name that somebody mistypes is longer.
  private static final int LONGEST = 255;

  private Nearest() {}

  /// The name that was probably meant, or all that there are.
  public static String hint(String wrong, Collection<String> names) {
    return of(wrong, names)
        .map(name -> "did you mean '" + name + "'?")
        .orElseGet(() -> "valid here: " + String.join(", ", names));
  }

  /// The name that was probably meant.
  public static Optional<String> of(String wrong, Collection<String> names) {
    return sorted(wrong, names).findFirst();
  }

  /// The nearest few of the names, none of them far away.
  public static List<String> of(String wrong, Collection<String> names, int most) {
    return sorted(wrong, names).limit(most).toList();
  }

  private static Stream<String> sorted(String wrong, Collection<String> names) {
    String plain = plain(wrong);
    ToIntFunction<String> distance = name -> distance(plain, plain(name));
    return names.stream()
        .filter(name -> isNear(plain, plain(name)))
        .sorted(Comparator.comparingInt(distance));
  }

  /// Close enough for a typing error, or one begins with the other, as `cert` and `cert-file`.
  private static boolean isNear(String wrong, String name) {
    int shorter = Math.min(wrong.length(), name.length());
    int longer = Math.max(wrong.length(), name.length());
    int far = Math.max(1, shorter / 3);
    return longer <= LONGEST
        && ((shorter >= 3 && (name.startsWith(wrong) || wrong.startsWith(name)))
            || (longer - shorter <= far && distance(wrong, name) <= far));
  }

  /// Without what only differs between spellings: `maxSize`, `max_size`, `max-size`.
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /// Letters to insert, remove, replace, or swap with their neighbour.
  private static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      table[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      table[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        table[i][j] = Math.min(change, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        if (i > 1 && j > 1 && a.startsWith("" + b.charAt(j - 1) + b.charAt(j - 2), i - 2)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[a.length()][b.length()];
  }
}
