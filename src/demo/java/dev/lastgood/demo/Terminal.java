// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import java.io.PrintWriter;

/// Where the demo prints.
///
/// @param out standard output
/// @param colour whether ANSI sequences are wanted
public record Terminal(PrintWriter out, boolean colour) {
  private static final String MARGIN = "   ";

  /// A heading, with room above it.
  void heading(String text) {
    out.println();
    out.println(styled("1", text));
  }

  /// Lines of text.
  void tell(String text) {
    text.lines().forEach(line -> out.println(line.isEmpty() ? "" : MARGIN + line));
  }

  /// A command that is about to run.
  void command(String line) {
    out.println(MARGIN + styled("36", "$ " + line));
  }

  /// What a program printed; or a file.
  void output(String line) {
    out.println((MARGIN + "| " + line).stripTrailing());
  }

  /// What was verified.
  void seen(String text) {
    out.println(MARGIN + styled("32", "-> " + text));
  }

  private String styled(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
