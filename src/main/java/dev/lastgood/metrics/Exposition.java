// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// [Prometheus' text format](https://prometheus.io/docs/instrumenting/exposition_formats/), version
/// 0.0.4: of each metric its help, its type, and its samples, one after the other.
final class Exposition {
  private final StringBuilder text = new StringBuilder(8192);

  /// The samples of one metric, which come together.
  ///
  /// @param names of its labels
  record Samples(Metric metric, List<String> names, StringBuilder text) {
    /// A sample.
    ///
    /// @param labels the values of the metric's labels, in their order
    void add(long value, String... labels) {
      add(Long.toString(value), labels);
    }

    /// A sample that is a time, in seconds to the millisecond.
    void add(Instant value, String... labels) {
      add(seconds(value.toEpochMilli()), labels);
    }

    /// A sample that is a time span, in seconds to the millisecond.
    void add(Duration value, String... labels) {
      add(seconds(value.toMillis()), labels);
    }

    private static String seconds(long millis) {
      String fraction = Long.toString(1000 + Math.floorMod(millis, 1000)).substring(1);
      return Math.floorDiv(millis, 1000) + "." + fraction;
    }

    private void add(String value, String... labels) {
      if (labels.length != names.size()) {
        throw new IllegalArgumentException(metric + " has the labels " + names);
      }
      text.append(metric.metricName()).append('{');
      for (int i = 0; i < labels.length; i++) {
        text.append(i == 0 ? "" : ",").append(names.get(i)).append("=\"");
        text.append(escaped(labels[i])).append('"');
      }
      text.append("} ").append(value).append('\n');
    }

    private static String escaped(String value) {
      return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
  }

  /// Begins the next metric.
  Samples of(Metric metric) {
    text.append("# HELP ").append(metric.metricName()).append(' ').append(metric.help());
    text.append("\n# TYPE ").append(metric.metricName()).append(" gauge\n");
    return new Samples(metric, metric.labels(), text);
  }

  /// All of it.
  String text() {
    return text.toString();
  }
}
