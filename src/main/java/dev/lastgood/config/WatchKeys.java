// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Shape.Named;
import dev.lastgood.model.SourceName;
import dev.lastgood.text.Nearest;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The keys of the resident process.
final class WatchKeys {
  private static final Key<Duration> INTERVAL =
      Key.defaulted(
          "interval",
          Scalars.INTERVAL,
          "1m",
          "How long after a look the next one follows, a tenth more or less; at least 1s. While a"
              + " source can't be reached it grows, up to 15 minutes.");
  private static final Key<Map<String, Duration>> INTERVALS =
      Key.defaulted(
          "intervals",
          new Named<>("source", RootKeys.NAME, SourceName::new, Scalars.INTERVAL),
          "{}",
          "The same for single sources, by name.");

  static final Key<Config.Watch> WATCH =
      Key.defaulted(
          "watch",
          new Section<>(
              "What `lastgood watch` does. A timer's `sync` takes nothing from here.",
              List.of(INTERVAL, INTERVALS),
              WatchKeys::watch),
          "{}",
          "The resident process, `lastgood watch`.");

  private WatchKeys() {}

  private static Config.Watch watch(Fields fields) {
    Map<SourceName, Duration> intervals = new LinkedHashMap<>();
    fields.get(INTERVALS).forEach((name, each) -> intervals.put(new SourceName(name), each));
    return new Config.Watch(fields.get(INTERVAL), intervals);
  }

  /// What is said of a source that there is not.
  static void refuseUnknown(Fields fields, Collection<String> sources) {
    fields.get(WATCH).intervals().keySet().stream()
        .map(SourceName::value)
        .filter(name -> !sources.contains(name))
        .forEach(name ->
            fields.reject(
                WATCH,
                "intervals: there is no source '" + name + "'",
                Nearest.hint(name, sources)));
  }
}
