// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

/// How a piece of text is meant. Never the only carrier of a meaning: the words say it too.
public enum Tone {
  /// Nothing special.
  PLAIN("", "·"),
  /// What the eye should find first.
  STRONG("1", "·"),
  /// What may be skipped.
  FAINT("2", "·"),
  /// As it should be; an added line.
  GOOD("32", "✓"),
  /// Worth a look.
  WARN("33", "!"),
  /// Wrong; a removed line.
  BAD("31", "✗"),
  /// An id.
  ID("36", "·");

  private final String code;
  private final String mark;

  Tone(String code, String mark) {
    this.code = code;
    this.mark = mark;
  }

  /// The sign before a line in this tone.
  public String mark() {
    return mark;
  }

  /// The text between this tone's ANSI sequences.
  String paint(String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
