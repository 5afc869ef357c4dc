// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lastgood.testkit.Golden;
import dev.lastgood.testkit.PublishedSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What ships as schemas is what the commands answer, no less and no more.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class AnswerSchemasTest {
  /// These say nothing on stdout, or what is no data.
  private static final Set<String> WITHOUT_JSON =
      Set.of(
          "watch",
          "report",
          "pause",
          "resume",
          "accept-rewrite",
          "upload-pack",
          "complete",
          "demo",
          "init",
          "help",
          "version",
          "schema");

  /// No command's: the ledger's file, and the configuration.
  private static final Set<String> OF_FILES = Set.of("record", "configuration");

  @ParameterizedTest
  @MethodSource("written")
  void the_shipped_schemas_are_current(Map.Entry<String, String> written) throws IOException {
    Path file = PublishedSchemas.DIRECTORY.resolve(written.getKey() + ".schema.json");

    Golden.assertCurrent(file, written.getValue());
  }

  static Stream<Map.Entry<String, String>> written() {
    return AnswerSchemas.all().entrySet().stream();
  }

  @Test
  void every_command_that_answers_in_json_has_one() {
    Set<String> expected = new TreeSet<>(OF_FILES);
    commands("", Root.commandLine())
        .filter(name -> !WITHOUT_JSON.contains(name))
        .forEach(expected::add);

    assertThat(PublishedSchemas.names()).isEqualTo(expected);
    assertThat(new SchemaCommand.Names()).containsExactlyElementsOf(expected);
  }

  private static Stream<String> commands(String before, CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .flatMap(each ->
            each.getValue().getSubcommands().isEmpty()
                ? Stream.of(before + each.getKey())
                : commands(before + each.getKey() + "-", each.getValue()));
  }

  /// No golden file can have these, and other tests do, where they are held against the schema as
  /// well: of a copy of a record, of another host, of a real disk, of what signatures need.
  private static final Set<String> ANSWERED_ELSEWHERE =
      Set.of(
          "verify/branch",
          "status/record/namesakes",
          "doctor/gravity",
          "doctor/subject",
          "doctor/message",
          "doctor/fix",
          "entry/signer");

  /// Of `record` the names are those of `log`, and its own is in the record's tests.
  @Test
  void every_name_is_answered_somewhere() throws IOException {
    Set<String> declared = new TreeSet<>();
    Set<String> answered = new TreeSet<>();
    for (String name : AnswerSchemas.all().keySet()) {
      if (!name.equals("record")) {
        JsonObject schema = PublishedSchemas.schema(name);
        Seen seen = new Seen(schema, answered);
        String place = place(name);
        for (JsonElement answer : answers(name)) {
          seen.note(place, schema, answer);
        }
        declared.addAll(seen.declared(place));
      }
    }

    assertThat(answered).doesNotContainAnyElementsOf(ANSWERED_ELSEWHERE);
    assertThat(declared).containsAll(ANSWERED_ELSEWHERE);
    declared.removeAll(answered);
    declared.removeAll(ANSWERED_ELSEWHERE);
    assertThat(declared).isEmpty();
  }

  /// Where several say the same, once is enough.
  private static String place(String name) {
    return switch (name) {
      case "log", "show", "sync", "rollback" -> "entry";
      case "quarantine-list", "quarantine-clear" -> "quarantined";
      default -> name;
    };
  }

  /// In the golden files.
  private static List<JsonElement> answers(String schema) throws IOException {
    List<JsonElement> found = new ArrayList<>();
    try (Stream<Path> cases = Files.list(Path.of("testdata/cli"))) {
      for (Path one : cases.toList()) {
        List<String> args = Files.readAllLines(one.resolve("args"));
        if (PublishedSchemas.of(args).equals(Optional.of(schema))) {
          Files.readAllLines(one.resolve("stdout")).stream()
              .map(JsonParser::parseString)
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  /// Where in a schema something has been answered: with a value, at least once.
  private record Seen(JsonObject root, Set<String> places) {
    void note(String place, JsonObject schema, JsonElement answer) {
      if (answer.isJsonNull()) {
        return;
      }
      if (schema.has("anyOf")) {
        note(place, schema.getAsJsonArray("anyOf").get(0).getAsJsonObject(), answer);
      } else if (schema.has("$ref")) {
        String name = schema.get("$ref").getAsString().substring("#/$defs/".length());
        note(name, root.getAsJsonObject("$defs").getAsJsonObject(name), answer);
      } else if (answer.isJsonArray()) {
        JsonArray list = answer.getAsJsonArray();
        list.forEach(each -> note(place + "[]", schema.getAsJsonObject("items"), each));
      } else if (schema.has("properties")) {
        answer
            .getAsJsonObject()
            .asMap()
            .forEach((name, value) -> {
              if (!value.isJsonNull()) {
                places.add(place + "/" + name);
                note(
                    place + "/" + name,
                    schema.getAsJsonObject("properties").getAsJsonObject(name),
                    value);
              }
            });
      }
    }

    Set<String> declared(String name) {
      Set<String> all = new TreeSet<>();
      declare(name, root, all);
      if (root.has("$defs")) {
        root.getAsJsonObject("$defs")
            .asMap()
            .forEach((of, definition) -> declare(of, definition.getAsJsonObject(), all));
      }
      return all;
    }

    private void declare(String place, JsonObject schema, Set<String> all) {
      if (schema.has("anyOf")) {
        declare(place, schema.getAsJsonArray("anyOf").get(0).getAsJsonObject(), all);
      } else if (schema.has("items")) {
        declare(place + "[]", schema.getAsJsonObject("items"), all);
      } else if (schema.has("properties")) {
        schema
            .getAsJsonObject("properties")
            .asMap()
            .forEach((name, value) -> {
              all.add(place + "/" + name);
              declare(place + "/" + name, value.getAsJsonObject(), all);
            });
      }
    }
  }
}
