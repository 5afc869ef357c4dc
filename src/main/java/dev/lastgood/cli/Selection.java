// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.Config;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.text.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds what the command line names in the configuration.
final class Selection {
  private final Config config;

  Selection(Config config) {
    this.config = config;
  }

  /// The named targets, in the order they are named; all of them when none is.
  List<Target> targets(List<String> names) throws UsageError {
    if (names.isEmpty()) {
      return config.targets();
    }
    List<Target> found = new java.util.ArrayList<>();
    for (String name : names) {
      found.add(target(name));
    }
    return found.stream().distinct().toList();
  }

  /// The named target; the only one when none is named.
  Target target(Optional<String> name) throws UsageError {
    return name.isPresent()
        ? target(name.get())
        : only("target", config.targets(), target -> target.name().value());
  }

  /// The named source; the only one when none is named.
  Source source(Optional<String> name) throws UsageError {
    return name.isPresent()
        ? named("source", name.get(), config.sources(), source -> source.name().value())
        : only("source", config.sources(), source -> source.name().value());
  }

  /// Whether a target has this name.
  boolean hasTarget(String name) {
    return config.targets().stream().anyMatch(target -> target.name().value().equals(name));
  }

  private Target target(String name) throws UsageError {
    return named("target", name, config.targets(), target -> target.name().value());
  }

  private <T> T named(String kind, String name, List<T> all, Function<T, String> nameOf)
      throws UsageError {
    for (T one : all) {
      if (nameOf.apply(one).equals(name)) {
        return one;
      }
    }
    throw new UsageError(
        kind + " " + name,
        config.file() + " has no such " + kind + ".",
        Nearest.hint(name, all.stream().map(nameOf).toList()));
  }

  private <T> T only(String kind, List<T> all, Function<T, String> nameOf) throws UsageError {
    if (all.size() == 1) {
      return all.getFirst();
    }
    throw new UsageError(
        "",
        config.file() + " has " + all.size() + " " + kind + "s, and this command is about one.",
        "name one of " + String.join(", ", all.stream().map(nameOf).toList()));
  }
}
