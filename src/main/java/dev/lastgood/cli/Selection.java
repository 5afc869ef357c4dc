// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.Config;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.text.Nearest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what the command line names in the configuration.
final class Selection {
  private final Path file;
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Map<String, Source> sources = new LinkedHashMap<>();

  Selection(Config config) {
    this.file = config.file();
    config.targets().forEach(target -> targets.put(target.name().value(), target));
    config.sources().forEach(source -> sources.put(source.name().value(), source));
  }

  /// The named targets, in the order they are named; all of them when none is.
  List<Target> targets(List<String> names) throws UsageError {
    if (names.isEmpty()) {
      return List.copyOf(targets.values());
    }
    Set<Target> found = new LinkedHashSet<>();
    for (String name : names) {
      found.add(named("target", targets, name));
    }
    return List.copyOf(found);
  }

  /// The named target; the only one when none is named.
  Target target(Optional<String> name) throws UsageError {
    return name.isPresent() ? named("target", targets, name.get()) : only("target", targets);
  }

  /// The named source; the only one when none is named.
  Source source(Optional<String> name) throws UsageError {
    return name.isPresent() ? named("source", sources, name.get()) : only("source", sources);
  }

  boolean hasTarget(String name) {
    return targets.containsKey(name);
  }

  private <T> T named(String kind, Map<String, T> all, String name) throws UsageError {
    if (all.containsKey(name)) {
      return all.get(name);
    }
    throw new UsageError(
        kind + " " + name, file + " has no such " + kind + ".", Nearest.hint(name, all.keySet()));
  }

  private <T> T only(String kind, Map<String, T> all) throws UsageError {
    if (all.size() == 1) {
      return all.values().iterator().next();
    }
    throw new UsageError(
        "",
        file + " has " + all.size() + " " + kind + "s, and this command is about one.",
        "name one of " + String.join(", ", all.keySet()));
  }
}
