// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import java.util.regex.Pattern;

/// Text that others wrote, made fit for records and terminals.
final class Foreign {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final int WORDS = 200;
  private static final int VALUE = 1000;

  private Foreign() {}

  /// For eyes: cut where nobody reads on.
  static String words(String text) {
    return cut(text, WORDS);
  }

  /// For comparing: cut where no honest value ends.
  static String value(String text) {
    return cut(text, VALUE);
  }

  private static String cut(String text, int most) {
    String plain = CONTROL.matcher(text).replaceAll(" ").strip();
    return plain.length() <= most ? plain : plain.substring(0, most) + "…";
  }
}
