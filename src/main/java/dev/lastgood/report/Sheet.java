// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import java.util.ArrayList;
import java.util.List;

/// Labels on the left, what there is to say on the right.
final class Sheet {
  private static final int LABEL_WIDTH = 14;

  private final List<Row> rows = new ArrayList<>();

  /// Adds a row; without a label it goes under the one above.
  Sheet row(String label, Line value) {
    return rows(label, List.of(value));
  }

  Sheet row(String label, String value) {
    return row(label, Line.of(value));
  }

  /// Adds rows under one label; none when there is nothing to say.
  Sheet rows(String label, List<Line> values) {
    if (values.isEmpty()) {
      return this;
    }
    if (label.isEmpty() && !rows.isEmpty()) {
      Row above = rows.removeLast();
      List<Line> all = new ArrayList<>(above.values());
      all.addAll(values);
      rows.add(new Row(above.label(), all));
    } else {
      rows.add(new Row(label, values));
    }
    return this;
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  /// The rows, each value folded below itself.
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      for (int i = 0; i < row.values().size(); i++) {
        String label = i == 0 ? row.label() : "";
        lines.add(
            Line.of("")
                .cell(Tone.FAINT, label, LABEL_WIDTH)
                .add(row.values().get(i))
                .folded(LABEL_WIDTH));
      }
    }
    return lines;
  }
}
