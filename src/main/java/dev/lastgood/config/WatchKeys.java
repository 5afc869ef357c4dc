// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Shape.Named;
import dev.lastgood.model.Audience;
import dev.lastgood.model.SourceName;
import dev.lastgood.text.Nearest;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  private static final Key<InetSocketAddress> LISTEN =
      Key.optional(
          "listen",
          Scalars.LISTEN,
          "it does not listen",
          "Where it answers `POST /hooks/<source>`, `/healthz`, `/livez`, `/readyz`, `/metrics`,"
              + " and the report under `/`: an address of this host and a port. Without TLS: an"
              + " address that others reach belongs behind a proxy that has it.");
  private static final Key<Path> SECRET_FILE =
      Key.required(
          "secret-file",
          Scalars.PATH,
          "The file with the secret that the forge has too, on one line; read at every hook.");
  private static final Key<Map<String, Path>> HOOKS =
      Key.defaulted(
          "hooks",
          new Named<>(
              "source",
              RootKeys.NAME,
              SourceName::new,
              new Section<>(
                  "How a source's forge shows that a hook is its own.",
                  List.of(SECRET_FILE),
                  fields -> fields.get(SECRET_FILE))),
          "{}",
          "Sources that are looked at when their forge says so, by name: `/hooks/<source>`. A hook"
              + " is only a hint; what it says is not read.");

  private static final Key<Audience> REPORT =
      Key.defaulted(
          "report",
          Scalars.word(Audience.class),
          "loopback",
          "Who may read the report under `/` of `listen`: `loopback` (whoever asks on this host),"
              + " `anyone`, or `nobody`. It names authors and holds the contents of the files. A"
              + " proxy on this host asks on this host, whoever asks it.");

  static final Key<Config.Watch> WATCH =
      Key.defaulted(
          "watch",
          new Section<>(
              "What `lastgood watch` does. A timer's `sync` takes nothing from here.",
              List.of(INTERVAL, INTERVALS, LISTEN, HOOKS, REPORT),
              WatchKeys::watch),
          "{}",
          "The resident process, `lastgood watch`.");

  private WatchKeys() {}

  private static Config.Watch watch(Fields fields) {
    Map<SourceName, Path> secrets = bySource(fields.get(HOOKS));
    Optional<InetSocketAddress> listen = fields.find(LISTEN);
    if (listen.isEmpty() && !secrets.isEmpty()) {
      fields.reject(HOOKS, "goes with 'listen' only", "say where: listen: \"127.0.0.1:9460\"");
    }
    return new Config.Watch(
        fields.get(INTERVAL), bySource(fields.get(INTERVALS)), listen, secrets, fields.get(REPORT));
  }

  private static <T> Map<SourceName, T> bySource(Map<String, T> named) {
    Map<SourceName, T> values = new LinkedHashMap<>();
    named.forEach((name, value) -> values.put(new SourceName(name), value));
    return values;
  }

  /// What is said of a source that there is not.
  static void refuseUnknown(Fields fields, Collection<String> sources) {
    Config.Watch watch = fields.get(WATCH);
    Location at = fields.at(WATCH);
    refuseUnknown(at.at(INTERVALS.name()), watch.intervals().keySet(), sources);
    refuseUnknown(at.at(HOOKS.name()), watch.hookSecrets().keySet(), sources);
  }

  private static void refuseUnknown(
      Location at, Set<SourceName> named, Collection<String> sources) {
    named.stream()
        .map(SourceName::value)
        .filter(name -> !sources.contains(name))
        .forEach(name ->
            at.at(name).reject("there is no source '" + name + "'", Nearest.hint(name, sources)));
  }
}
