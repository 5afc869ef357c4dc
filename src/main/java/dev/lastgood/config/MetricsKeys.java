// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.nio.file.Path;
import java.util.List;

/// The keys of metrics.
final class MetricsKeys {
  private static final Key<Path> TEXTFILE =
      Key.optional(
          "textfile",
          Scalars.PROM_FILE,
          "none is written",
          "The file for node_exporter's textfile collector, in the directory that it reads"
              + " (`--collector.textfile.directory`); its name ends in `.prom`. Written anew after"
              + " each pass, whole.");

  static final Key<Config.Metrics> METRICS =
      Key.defaulted(
          "metrics",
          new Section<>(
              "How things stand, in numbers for Prometheus.",
              List.of(TEXTFILE),
              fields -> new Config.Metrics(fields.find(TEXTFILE))),
          "{}",
          "How things stand, in numbers for Prometheus. `lastgood watch` answers `/metrics` in any"
              + " case, where it listens.");

  private MetricsKeys() {}
}
