// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names that somebody who wrote another one may have meant.
final class NearNames {
  private static final int MOST = 3;
  private static final int LONGEST = 255;

  private NearNames() {}

  /// The nearest three of the names, none of them far away.
  static List<String> of(String wanted, Collection<String> names) {
    int far = Math.max(2, wanted.length() / 3);
    return names.stream()
        .filter(name -> name.length() <= LONGEST && distance(wanted, name) <= far)
        .sorted(Comparator.comparingInt((String name) -> distance(wanted, name)))
        .limit(MOST)
        .toList();
  }

  /// How many letters differ, capitals not counted.
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
