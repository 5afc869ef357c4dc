// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The JSON Schemas that ship, as tests hold answers against them: more strictly than a reader may,
/// for a name that is not in them is an error here.
public final class PublishedSchemas {
  public static final Path DIRECTORY = Path.of("src/main/resources/dev/lastgood/cli/schema");

  private static final String ENDING = ".schema.json";

  private static final Map<String, JsonObject> READ = new ConcurrentHashMap<>();

  private static final Validator VALIDATOR =
      new ValidatorFactory()
          .withJsonNodeFactory(new GsonNode.Factory())
          .withEvaluatorFactory(new FormatEvaluatorFactory(Set.of("date-time")))
          .createValidator();

  private PublishedSchemas() {}

  /// What they are called.
  public static Set<String> names() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      Set<String> names = new TreeSet<>();
      files.map(file -> file.getFileName().toString().replace(ENDING, "")).forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As it ships.
  public static JsonObject schema(String name) {
    try {
      return JsonParser.parseString(Files.readString(DIRECTORY.resolve(name + ENDING)))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Which of them a command line's answers in JSON have; empty when it does not ask for JSON, or
  /// its command has none.
  public static Optional<String> of(List<String> args) {
    if (!args.contains("json") && !args.contains("--output=json")) {
      return Optional.empty();
    }
    if (args.contains("--as") || args.contains("schema")) {
      return Optional.empty();
    }
    Set<String> names = names();
    for (int i = 0; i < args.size(); i++) {
      String pair = args.get(i) + (i + 1 < args.size() ? "-" + args.get(i + 1) : "");
      for (String name : List.of(pair, args.get(i))) {
        if (names.contains(name)) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  /// Holds all answers of a command against their schema.
  public static void requireFit(List<String> args, String stdout) {
    Optional<String> schema = of(args);
    if (schema.isPresent()) {
      stdout.lines().forEach(line -> requireFit(schema.get(), JsonParser.parseString(line)));
    }
  }

  public static void requireFit(String schema, JsonElement answer) {
    assertThat(errors(schema, answer)).as("%s: %s", schema, answer).isEmpty();
  }

  /// What does not fit.
  public static List<String> errors(String name, JsonElement answer) {
    URI uri = URI.create("urn:strict:" + name);
    synchronized (VALIDATOR) {
      READ.computeIfAbsent(name, _ -> registered(uri, schema(name)));
      return VALIDATOR.validate(uri, answer).getErrors().stream()
          .map(error -> error.getInstanceLocation() + ": " + error.getError())
          .toList();
    }
  }

  private static JsonObject registered(URI uri, JsonObject schema) {
    schema.remove("$id");
    close(schema);
    VALIDATOR.registerSchema(uri, schema);
    return schema;
  }

  private static void close(JsonElement schema) {
    if (schema.isJsonArray()) {
      schema.getAsJsonArray().forEach(PublishedSchemas::close);
    } else if (schema.isJsonObject()) {
      JsonObject object = schema.getAsJsonObject();
      object.asMap().values().forEach(PublishedSchemas::close);
      boolean describes = object.has("properties") && object.get("type") != null;
      if (describes && !object.has("additionalProperties")) {
        object.addProperty("additionalProperties", false);
      }
    }
  }
}
