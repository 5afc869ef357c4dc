// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    @Override
    public List<String> argv() {
      return parser.map(RulesParser::argv).orElse(List.of());
    }
  }

  /// A service is asked over HTTP.
  ///
  /// @param request in its body, `{file}` stands for the file and `{file:json}` for it as a JSON
  ///   text
  /// @param timeout after which the check is unavailable, not refused
  record Http(RequestSpec request, Demands demands, Duration timeout) implements CheckSpec {}

  /// What an answer must say of a file.
  ///
  /// @param status of an answer that judges; any other one says nothing
  /// @param unjudged what makes an answer say nothing all the same; each is enough
  /// @param json what must be so
  /// @param findings what the service may have found
  /// @param passesUnasked whether a file passes when nobody listens there
  record Demands(
      Set<Integer> status,
      Map<String, FieldTest> unjudged,
      Map<String, FieldTest> json,
      Optional<Findings> findings,
      boolean passesUnasked) {
    String text() {
      return status.stream().sorted().toList()
          + " "
          + FieldTest.text(json)
          + (unjudged.isEmpty() ? "" : " unless " + FieldTest.text(unjudged))
          + findings.map(Findings::text).orElse("")
          + " "
          + passesUnasked;
    }
  }

  /// What a service found in a file, and which of it is refused.
  ///
  /// @param at the path to it
  /// @param refused one of these sets of demands fits what is refused
  /// @param offset within one, where its place in the file is, in characters
  /// @param onlyNew whether what is found in the live file as well is overlooked
  record Findings(
      String at, List<Map<String, FieldTest>> refused, Optional<String> offset, boolean onlyNew) {
    String text() {
      return " " + at + refused.stream().map(FieldTest::text).toList() + offset + onlyNew;
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
      case Http(RequestSpec request, Demands demands, Duration timeout) ->
          "http " + request.text() + " " + demands.text() + " " + timeout;
    };
  }

  /// The schema that it reads.
  default Optional<Path> schema() {
    return switch (this) {
      case JsonSchema(Path schema, _) -> Optional.of(schema);
      case Yaml _, Command _, PowerSyncRules _, Http _ -> Optional.empty();
    };
  }

  /// The files that it reads secrets from.
  default List<Path> secrets() {
    return switch (this) {
      case Http(RequestSpec request, _, _) -> request.secrets();
      case Yaml _, JsonSchema _, Command _, PowerSyncRules _ -> List.of();
    };
  }

  /// The program that it runs, with its arguments; empty when it runs none.
  default List<String> argv() {
    return List.of();
  }
}
