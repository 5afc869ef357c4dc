// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import java.util.List;

/// What programs said, as far as a sentence has room for it.
final class Words {
  private static final int ROOM = 300;

  private Words() {}

  /// The last line of some output, behind a colon; empty when there is none.
  static String last(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "" : ": " + clean(lines.getLast());
  }

  /// The first line of some output.
  static String first(String output) {
    return clean(output.lines().filter(line -> !line.isBlank()).findFirst().orElse(""));
  }

  private static String clean(String line) {
    String text = line.replaceAll("\\p{Cntrl}", " ").strip();
    return text.length() <= ROOM ? text : text.substring(0, ROOM) + "…";
  }
}
