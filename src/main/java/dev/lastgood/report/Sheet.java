// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import java.util.ArrayList;
import java.util.List;

/// Labels on the left, what there is to say on the right.
final class Sheet {
  private static final int LABEL_WIDTH = 14;

  private final List<Line> lines = new ArrayList<>();

  /// Adds a row; the same label as above may be empty.
  Sheet row(String label, Line value) {
    lines.add(Line.of("").cell(Tone.FAINT, label, LABEL_WIDTH).add(value));
    return this;
  }

  Sheet row(String label, String value) {
    return row(label, Line.of(value));
  }

  /// Adds rows under one label; none when there is nothing to say.
  Sheet rows(String label, List<Line> values) {
    for (int i = 0; i < values.size(); i++) {
      row(i == 0 ? label : "", values.get(i));
    }
    return this;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }
}
