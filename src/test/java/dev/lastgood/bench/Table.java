// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The lines as one Markdown table, padded so that it reads well in a terminal too.
final class Table {
  private static final List<String> HEAD =
      List.of("what", "figure", "lastgood", "beside it (lastgood as a multiple)", "goal");

  private Table() {}

  static String render(List<TableLine> lines) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    String previous = "";
    for (TableLine line : lines) {
      rows.add(
          List.of(
              line.what().equals(previous) ? "" : line.what(),
              line.figure(),
              line.ours(),
              line.beside(),
              line.goals().stream().map(Goal::toString).collect(Collectors.joining("; "))));
      previous = line.what();
    }
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    List<String> text = new ArrayList<>(rows.stream().map(row -> padded(row, widths)).toList());
    text.add(1, padded(IntStream.of(widths).mapToObj("-"::repeat).toList(), widths));
    return String.join("\n", text) + "\n";
  }

  private static String padded(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(' ').append(cell).append(" ".repeat(widths[i] - cell.length())).append(" |");
    }
    return line.toString();
  }
}
