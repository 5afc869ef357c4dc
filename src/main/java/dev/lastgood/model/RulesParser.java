// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which of PowerSync's own parsers judges sync rules: the one of the version that will read them.
///
/// @param where where it is
/// @param timeout after which it could not judge
public record RulesParser(Where where, Duration timeout) {
  /// Where a parser is.
  public sealed interface Where {}

  /// In the service's running container.
  ///
  /// @param name the container's; when empty, the one that the unit's name tells of, or that mounts
  ///   the destination
  public record Container(Optional<String> name) implements Where {}

  /// In an image that is on this host; it is run for this alone, without a network.
  public record Image(String reference) implements Where {}

  /// On this host, as npm installs it.
  ///
  /// @param node the program that runs it: a path, or a name to look up in PATH
  public record Directory(Path directory, String node) implements Where {}

  /// The program of this host that runs it; empty where none does.
  List<String> argv() {
    return switch (where) {
      case Directory(_, String node) -> List.of(node);
      case Container _, Image _ -> List.of();
    };
  }

  /// All that it demands.
  String text() {
    return switch (where) {
      case Container(Optional<String> name) ->
          "container " + name.orElse("of the destination") + " " + timeout;
      case Image(String reference) -> "image " + reference + " " + timeout;
      case Directory(Path directory, String node) ->
          "directory " + directory + " " + node + " " + timeout;
    };
  }
}
