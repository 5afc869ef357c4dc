// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One check of a target, in the order they are configured. All must pass.
public sealed interface CheckSpec {
  /// Strict YAML: one document, a mapping at its root, no duplicate keys, no tabs as indentation,
  /// no conflict markers, aliases bounded.
  ///
  /// @param requireAny at least one of these top-level keys must be there; no demand when empty
  /// @param requireAll each of these top-level keys must be there
  record Yaml(List<String> requireAny, List<String> requireAll) implements CheckSpec {}

  /// The file, read as YAML or JSON, must fit a JSON Schema.
  ///
  /// @param timeout after which the check is unavailable, not refused
  record JsonSchema(Path schemaFile, Duration timeout) implements CheckSpec {}

  /// An external program decides: exit 0 passes, anything else refuses.
  ///
  /// @param argv program and arguments, no shell; `{file}` is a copy of the candidate
  /// @param timeout after which the check is unavailable, not refused
  record Command(List<String> argv, Duration timeout) implements CheckSpec {}

  /// PowerSync's sync rules: zero buckets and streams is refused, removals need permission.
  ///
  /// @param allowRemovals whether what clients have may be removed without asking
  /// @param parser which of PowerSync's own parsers judges as well
  record PowerSyncRules(boolean allowRemovals, Optional<RulesParser> parser) implements CheckSpec {
    /// Without a parser.
    public PowerSyncRules(boolean allowRemovals) {
      this(allowRemovals, Optional.empty());
    }
  }

  /// All that it demands.
  default String text() {
    return switch (this) {
      case Yaml(List<String> any, List<String> all) -> "yaml " + any + " " + all;
      case JsonSchema(Path schema, Duration timeout) -> "json-schema " + schema + " " + timeout;
      case Command(List<String> argv, Duration timeout) -> "command " + argv + " " + timeout;
      case PowerSyncRules(boolean allowRemovals, Optional<RulesParser> parser) ->
          "powersync " + allowRemovals + parser.map(one -> " " + one.text()).orElse("");
    };
  }

  /// The schema that it reads.
  default Optional<Path> schema() {
    return switch (this) {
      case JsonSchema(Path schema, _) -> Optional.of(schema);
      case Yaml _, Command _, PowerSyncRules _ -> Optional.empty();
    };
  }

  /// The program that it runs, with its arguments; empty when it runs none.
  default List<String> argv() {
    return List.of();
  }
}
