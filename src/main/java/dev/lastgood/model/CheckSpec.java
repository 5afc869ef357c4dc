// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
  /// @param schemaFile the schema, on this host
  /// @param timeout after which the check is unavailable, not refused
  record JsonSchema(Path schemaFile, Duration timeout) implements CheckSpec {}

  /// An external program decides: exit 0 passes, anything else refuses.
  ///
  /// @param argv program and arguments, no shell; `{file}` is a copy of the candidate
  /// @param timeout after which the check is unavailable, not refused
  record Command(List<String> argv, Duration timeout) implements CheckSpec {}

  /// PowerSync's sync rules: zero buckets and streams is refused, removals need permission.
  ///
  /// @param allowRemovals whether buckets or streams may be removed without asking
  record PowerSyncRules(boolean allowRemovals) implements CheckSpec {}
}
