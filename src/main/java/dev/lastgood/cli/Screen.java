// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.host.TerminalSize;
import dev.lastgood.report.Line;
import dev.lastgood.sync.port.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// What somebody who looks has before them.
///
/// @param style what is shown of colours and characters
/// @param size of the terminal that data goes to; empty when it goes elsewhere
/// @param progress told of what takes long
/// @param variables the environment variables
record Screen(
    Line.Style style,
    Supplier<Optional<TerminalSize>> size,
    Progress progress,
    Map<String, String> variables) {
  private static final int MOST = 10_000;

  /// Into how many columns lines are to be brought: as many as `COLUMNS` says, else as the terminal
  /// has. Empty when data goes elsewhere: there a line stays one.
  OptionalInt columns() {
    String given = variables.getOrDefault("COLUMNS", "").strip();
    if (given.matches("[1-9]\\d{0,4}") && Integer.parseInt(given) <= MOST) {
      return OptionalInt.of(Integer.parseInt(given));
    }
    Optional<TerminalSize> found = size.get();
    return found.isPresent() ? OptionalInt.of(found.get().columns()) : OptionalInt.empty();
  }
}
