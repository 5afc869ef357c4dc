// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.FieldTest;
import dev.lastgood.model.RulesParser;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
              "How long the program, the answer, or the comparison with the schema may take; after"
                  + " that the check could not judge, which is tried again.")
          .with(COMMAND, JSON_SCHEMA, RequestKeys.HTTP);

  private static final Key<URI> HTTP =
      Key.choice(
          "http",
          Scalars.HTTP,
          "An endpoint that is asked about the file. An answer with another status than `status`,"
              + " and none, mean that it could not judge, which is tried again.");
  private static final Key<String> BODY =
      Key.optional(
              "body",
              Scalars.TEXT,
              "no body",
              "The request's body: `{file}` is the file, `{file:json}` the file as a JSON text, as"
                  + " in `'{\"rules\": {file:json}}'`.")
          .with(HTTP);
  private static final Key<Map<String, FieldTest>> UNJUDGED =
      Key.defaulted(
              "unjudged",
              FieldTestKeys.FIELDS,
              "{}",
              "What makes an answer none, each by itself, as in `{errors: {absent: true}}`: the"
                  + " service could not judge, which is tried again.")
          .with(HTTP);
  private static final Key<String> AT =
      Key.required("at", Scalars.TEXT, "The path to what was found, as in `errors[*]`.");
  private static final Key<List<Map<String, FieldTest>>> REFUSE =
      Key.required(
          "refuse",
          new Many<>(FieldTestKeys.WITHIN, "a list of what is refused", "start each with '- '"),
          "What of it refuses the file: all fields of one of these are like this.");
  private static final Key<String> OFFSET =
      Key.optional(
          "offset",
          Scalars.TEXT,
          "no line and column are said",
          "A field of what was found that counts the characters before its place in the file.");
  private static final Key<Boolean> ONLY_NEW =
      Key.defaulted(
          "only-new",
          Scalars.SWITCH,
          "false",
          "Whether what has the same `message` in an answer about the live file is overlooked, so"
              + " that an old fault never keeps a mend out.");
  private static final Key<CheckSpec.Findings> FINDINGS =
      Key.optional(
              "findings",
              new Section<>(
                  "What the service finds in the file.",
                  List.of(AT, REFUSE, OFFSET, ONLY_NEW),
                  fields ->
                      new CheckSpec.Findings(
                          fields.get(AT),
                          fields.get(REFUSE),
                          fields.find(OFFSET),
                          fields.get(ONLY_NEW))),
              "`json` alone decides",
              "What the service finds in the file, and what of it refuses it.")
          .with(HTTP);
  private static final Key<String> UNREACHABLE =
      Key.defaulted(
              "unreachable",
              Scalars.oneOf("retry", "pass"),
              "retry",
              "When nobody listens there: `retry` later, or let the file `pass` to the next check.")
          .with(HTTP);

  static final Many<CheckSpec> LIST =
      new Many<>(
          new Section<>(
              "One check.",
              List.of(
                  YAML,
                  JSON_SCHEMA,
                  COMMAND,
                  POWERSYNC,
                  HTTP,
                  TIMEOUT,
                  RequestKeys.METHOD,
                  RequestKeys.HEADERS,
                  RequestKeys.BEARER,
                  BODY,
                  RequestKeys.STATUS,
                  RequestKeys.JSON,
                  UNJUDGED,
                  FINDINGS,
                  UNREACHABLE),
              Choice.exactlyOne(YAML, JSON_SCHEMA, COMMAND, POWERSYNC, HTTP),
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
        .orElseGet(() -> fields.find(HTTP).isPresent() ? http(fields) : command(fields));
  }

  private static CheckSpec http(Fields fields) {
    if (fields.find(BODY).filter(body -> body.contains("{file")).isEmpty()) {
      fields.reject(
          HTTP, "is not sent the file it is to judge", "put {file} or {file:json} into its body");
    }
    if (fields.get(RequestKeys.JSON).isEmpty() && fields.find(FINDINGS).isEmpty()) {
      fields.reject(HTTP, "refuses nothing", "name 'json' or 'findings'");
    }
    return new CheckSpec.Http(
        RequestKeys.request(fields, BODY),
        new CheckSpec.Demands(
            Set.copyOf(fields.get(RequestKeys.STATUS)),
            fields.get(UNJUDGED),
            fields.get(RequestKeys.JSON),
            fields.find(FINDINGS),
            fields.get(UNREACHABLE).equals("pass")),
        fields.get(TIMEOUT));
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
