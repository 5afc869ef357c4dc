// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import java.util.Optional;

/// What came back.
///
/// @param green whether it was the expected answer
/// @param detail what was seen, in a few words
/// @param advancing the value of the advancing field
record Answer(boolean green, String detail, Optional<String> advancing) {
  private static final int ROOM = 160;

  static Answer red(String detail) {
    return new Answer(false, clean(detail), Optional.empty());
  }

  /// One line without control characters, no longer than a table cell.
  static String clean(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() <= ROOM ? line : line.substring(0, ROOM) + "…";
  }
}
