// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import java.util.List;

/// A label, and what there is to say under it.
///
/// @param values one line or several; never none
public record Row(String label, List<Line> values) {
  public Row {
    values = List.copyOf(values);
  }
}
