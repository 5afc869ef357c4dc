// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Shape.Named;
import dev.lastgood.config.TargetKeys.Draft;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/// The keys of the whole file, and what must fit together across targets.
final class RootKeys {
  static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

  private static final Key<Map<String, Source>> SOURCES =
      Key.required(
          "sources",
          new Named<>("source", NAME, SourceName::new, SourceKeys.SECTION),
          "Repositories, by a name of yours: lower-case letters, digits, dashes.");
  private static final Key<Map<String, Draft>> TARGETS =
      Key.required(
          "targets",
          new Named<>("target", NAME, TargetName::new, TargetKeys.SECTION),
          "Files to deploy, by a name of yours: lower-case letters, digits, dashes.");

  static final Section<Parts> SECTION =
      new Section<>(
          "The whole file.",
          List.of(
              HostKeys.STATE,
              HostKeys.ISOLATION,
              HostKeys.STATE_MOUNT_POINT,
              HostKeys.ALLOW_VOLATILE_STATE,
              HostKeys.SYSTEMD,
              SOURCES,
              TARGETS,
              LedgerKeys.LEDGER,
              WatchKeys.WATCH,
              MetricsKeys.METRICS,
              NotifyKeys.NOTIFY),
          RootKeys::parts);

  private RootKeys() {}

  private static Parts parts(Fields fields) {
    Map<String, Source> sources = fields.get(SOURCES);
    Map<String, Draft> drafts = fields.get(TARGETS);
    refuseEmpty(fields, SOURCES);
    refuseEmpty(fields, TARGETS);
    List<String> names =
        fields.at(SOURCES).node() instanceof MappingNode mapping
            ? mapping.getValue().stream().map(tuple -> Location.text(tuple.getKeyNode())).toList()
            : List.of();
    List<Target> targets = new ArrayList<>();
    for (Draft draft : drafts.values()) {
      source(draft, names)
          .flatMap(name -> Optional.ofNullable(sources.get(name)))
          .ifPresent(source -> targets.add(draft.target(source)));
    }
    Parts parts =
        new Parts(
            HostKeys.host(fields),
            LedgerKeys.ledger(fields, List.copyOf(sources.values())),
            List.copyOf(sources.values()),
            targets,
            new Config.Operation(
                fields.get(WatchKeys.WATCH),
                fields.get(MetricsKeys.METRICS),
                fields.get(NotifyKeys.NOTIFY)));
    WatchKeys.refuseUnknown(fields, names);
    LedgerKeys.refuseShared(fields, parts);
    refuseClashes(fields, drafts.values(), parts);
    return parts;
  }

  private static void refuseEmpty(Fields fields, Key<?> key) {
    if (fields.at(key).node() instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
      fields.reject(key, "must name at least one", "");
    }
  }

  private static Optional<String> source(Draft draft, List<String> names) {
    Optional<String> named = draft.source().map(SourceName::value);
    if (named.isEmpty() && names.size() != 1) {
      draft.at().reject("needs 'source'", "there are " + String.join(", ", names));
      return Optional.empty();
    }
    String name = named.orElseGet(names::getFirst);
    if (!names.contains(name)) {
      draft.sourceLocation().reject("there is no source '" + name + "'", Nearest.hint(name, names));
    }
    return Optional.of(name);
  }

  private static void refuseClashes(Fields fields, Collection<Draft> drafts, Parts parts) {
    Destinations.refuseWithin(parts.host().stateDirectory(), "the state directory", drafts);
    parts
        .host()
        .unitRequests()
        .ifPresent(requests ->
            Destinations.refuseWithin(requests, "the directory of unit requests", drafts));
    Path file = Path.of(fields.at().state().file()).toAbsolutePath().normalize();
    Destinations destinations = new Destinations(file, parts);
    drafts.forEach(destinations::take);
  }

  /// What a file says, without where it was read.
  record Parts(
      Config.Host host,
      Config.Ledger ledger,
      List<Source> sources,
      List<Target> targets,
      Config.Operation operation) {
    Config of(Path file) {
      return new Config(file, host, ledger, sources, targets, operation);
    }
  }
}
