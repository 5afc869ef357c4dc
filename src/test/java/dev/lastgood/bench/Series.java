// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.util.List;

/// What one figure came to in each run.
///
/// @param values at least one
record Series(List<Double> values) {
  /// Copies the list.
  Series {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    values = List.copyOf(values);
  }

  /// The middle value, or the mean of the two in the middle.
  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /// The smallest value: what the machine's other work disturbed least.
  double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /// This median as a multiple of another's.
  double times(Series other) {
    return median() / other.median();
  }
}
