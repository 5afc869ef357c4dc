// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.sync.port.Chain;
import dev.lastgood.text.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds what the command line names in a copy of a record: `HOST/TARGET`, or `TARGET` alone.
record CopySelection(String where, List<Chain> all) {
  /// The named chains: with one host's, or of the only host that has such a target; all of them
  /// when none is named.
  List<Chain> chains(List<String> names) throws UsageError {
    if (all.isEmpty()) {
      throw new UsageError(
          "", where + " holds no record.", "a clone of one has a branch for each target");
    }
    if (names.isEmpty()) {
      return all;
    }
    Set<Chain> named = new LinkedHashSet<>();
    for (String name : names) {
      named.add(chain(name));
    }
    return List.copyOf(named);
  }

  /// The only chain that was chosen.
  static Chain only(List<Chain> chosen) throws UsageError {
    if (chosen.size() > 1) {
      throw ambiguous(
          "there are " + chosen.size() + " targets, and this command is about one.", chosen);
    }
    return chosen.getFirst();
  }

  private Chain chain(String name) throws UsageError {
    List<Chain> exact = all.stream().filter(one -> one.name().equals(name)).toList();
    List<Chain> fitting =
        exact.isEmpty()
            ? all.stream().filter(one -> one.target().value().equals(name)).toList()
            : exact;
    if (fitting.isEmpty()) {
      throw new UsageError(
          "target " + name,
          where + " has no such target.",
          Nearest.hint(name, all.stream().map(Chain::name).toList()));
    }
    if (fitting.size() > 1) {
      throw ambiguous("several hosts have a target " + name + ".", fitting);
    }
    return fitting.getFirst();
  }

  private static UsageError ambiguous(String message, List<Chain> several) {
    return new UsageError(
        "",
        message,
        "name one of " + String.join(", ", several.stream().map(Chain::name).toList()));
  }
}
