// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.RulesParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The keys of one check.
final class CheckKeys {
  private static final Key<List<String>> REQUIRE_ANY =
      Key.defaulted(
          "require-any",
          Scalars.TEXTS,
          "[]",
          "At least one of these top-level keys must be there.");
  private static final Key<List<String>> REQUIRE_ALL =
      Key.defaulted(
          "require-all", Scalars.TEXTS, "[]", "Each of these top-level keys must be there.");
  private static final Key<CheckSpec> YAML =
      Key.choice(
          "yaml",
          new Section<>(
              "Strict YAML or JSON: UTF-8, one document, keys with values at its root, no duplicate"
                  + " keys, no tabs as indentation, no conflict markers, no error page; 50 levels,"
                  + " 50 aliases and 300000 values at most.",
              List.of(REQUIRE_ANY, REQUIRE_ALL),
              fields -> new CheckSpec.Yaml(fields.get(REQUIRE_ANY), fields.get(REQUIRE_ALL))),
          "The file is strict YAML.");
  private static final Key<Path> JSON_SCHEMA =
      Key.choice(
          "json-schema",
          Scalars.PATH,
          "The file, as YAML or JSON, fits this JSON Schema; references to other files or to the"
              + " network are not followed.");
  private static final Key<List<String>> COMMAND =
      Key.choice(
          "command",
          Scalars.COMMAND,
          "A program: exit 0 passes; 75, 126, 127, a signal that ends it or the timeout mean that"
              + " it could not judge, which is tried again; any other exit refuses. `{file}` is a"
              + " copy of the candidate, beside the destination and for this program alone: what it"
              + " does to the copy is ignored.");
  private static final Key<Boolean> ALLOW_REMOVALS =
      Key.defaulted(
          "allow-removals", Scalars.SWITCH, "false", "Whether what clients have may be removed.");
  private static final Key<RulesParser> PARSER =
      Key.optional(
          "parser",
          ParserKeys.SHAPE,
          "queries are not judged, and removals are compared by the names of buckets and streams",
          "Has PowerSync's own parser, of your version, judge the file as well: `container`, or a"
              + " section. What it calls fatal is refused with line and column; removals are"
              + " compared by the tables that clients get. A parser that can't be asked is asked"
              + " again.");
  private static final Key<CheckSpec> POWERSYNC =
      Key.choice(
          "powersync",
          new Section<>(
              "PowerSync's sync rules: no buckets and no streams at all is refused, so is removing"
                  + " what clients have without permission. Permission is `allow-removals: true` on"
                  + " the target, or the trailer `Lastgood-Allow: removals` in a commit since the"
                  + " deployed one.",
              List.of(ALLOW_REMOVALS, PARSER),
              fields ->
                  new CheckSpec.PowerSyncRules(fields.get(ALLOW_REMOVALS), fields.find(PARSER))),
          "The file is PowerSync's sync rules.");
  private static final Key<Duration> TIMEOUT =
      Key.defaulted(
              "timeout",
              Scalars.DURATION,
              "30s",
              "How long the program, or the comparison with the schema, may take; after that the"
                  + " check could not judge, which is tried again.")
          .with(COMMAND, JSON_SCHEMA);

  static final Many<CheckSpec> LIST =
      new Many<>(
          new Section<>(
              "One check.",
              List.of(YAML, JSON_SCHEMA, COMMAND, POWERSYNC, TIMEOUT),
              Choice.exactlyOne(YAML, JSON_SCHEMA, COMMAND, POWERSYNC),
              CheckKeys::check),
          "a list of checks",
          "start each check with '- '");

  private CheckKeys() {}

  private static CheckSpec check(Fields fields) {
    return fields
        .find(YAML)
        .or(() -> fields.find(POWERSYNC))
        .or(() ->
            fields
                .find(JSON_SCHEMA)
                .map(file -> new CheckSpec.JsonSchema(file, fields.get(TIMEOUT))))
        .orElseGet(() -> command(fields));
  }

  private static CheckSpec command(Fields fields) {
    List<String> argv = fields.argv(COMMAND);
    if (argv.stream().noneMatch(argument -> argument.contains("{file}"))) {
      fields.reject(
          COMMAND,
          "does not name the file it is to check, and would judge another one",
          "put \"{file}\" where the program expects the file");
    }
    return new CheckSpec.Command(argv, fields.get(TIMEOUT));
  }
}
