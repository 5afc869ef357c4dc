// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Either;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.config.Shape.Named;
import dev.lastgood.config.Shape.Scalar;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Writes the shapes as a JSON Schema, for editors that complete and check YAML.
///
/// It accepts all that the reader accepts. It cannot see what takes two places of the file to see,
/// such as a preset that fills a probe, and lets that pass.
final class SchemaWriter {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private SchemaWriter() {}

  static String write(Section<?> root) {
    JsonObject schema = new JsonObject();
    schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.addProperty("$id", "https://lastgood.dev/schema/1/configuration.schema.json");
    schema.addProperty("title", "lastgood.yaml");
    schema(root).entrySet().forEach(entry -> schema.add(entry.getKey(), entry.getValue()));
    return GSON.toJson(schema) + "\n";
  }

  private static JsonObject schema(Shape<?> shape) {
    return switch (shape) {
      case Scalar<?> scalar -> scalar(scalar);
      case Many<?> many -> {
        JsonObject schema = typed("array");
        schema.add("items", schema(many.element()));
        yield schema;
      }
      case Named<?> named -> {
        JsonObject schema = typed("object");
        JsonObject names = new JsonObject();
        names.addProperty("pattern", "^(" + named.pattern() + ")$");
        schema.add("propertyNames", names);
        schema.add("additionalProperties", schema(named.value()));
        yield schema;
      }
      case Either<?> either -> {
        JsonObject schema = new JsonObject();
        JsonArray ways = new JsonArray();
        ways.add(schema(either.one()));
        ways.add(schema(either.other()));
        schema.add("anyOf", ways);
        yield schema;
      }
      case Section<?> section -> section(section);
    };
  }

  private static JsonObject scalar(Scalar<?> scalar) {
    Syntax kind = scalar.kind();
    JsonObject schema =
        switch (kind) {
          case SWITCH -> typed("boolean");
          case NUMBER -> typed("integer");
          case SIZE -> typed("integer", "string");
          case PLAIN -> typed("string", "number", "boolean");
          case TEXT, DURATION, PATH, PROM_FILE, MODE, URL, LISTEN -> typed("string");
        };
    switch (kind) {
      case DURATION, SIZE, PATH, PROM_FILE, MODE, LISTEN ->
          schema.addProperty("pattern", "^(" + kind.pattern() + ")$|\\$\\{");
      case TEXT -> {
        if (!scalar.words().isEmpty()) {
          schema.add("enum", GSON.toJsonTree(scalar.words()));
        }
      }
      case SWITCH, NUMBER, PLAIN, URL -> {}
    }
    return schema;
  }

  private static JsonObject section(Section<?> section) {
    JsonObject schema = typed("object");
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (Key<?> key : section.keys()) {
      JsonObject property = schema(key.shape());
      property.addProperty("description", key.doc().replace("`", "'"));
      switch (key.presence()) {
        case Key.Required<?> _ -> required.add(key.name());
        case Key.Fallback<?> fallback -> property.add("default", json(fallback.yaml()));
        case Key.Chosen<?> _, Key.Left<?> _ -> {}
      }
      properties.add(key.name(), property);
    }
    schema.add("properties", properties);
    schema.addProperty("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.add("required", required);
    }
    choice(section, schema);
    return schema;
  }

  private static void choice(Section<?> section, JsonObject schema) {
    Choice choice = section.choice();
    if (choice.required() && !section.equals(ProbeKeys.SECTION)) { // a preset may have chosen
      JsonArray ways = new JsonArray();
      choice.of().forEach(key -> ways.add(requiring(key)));
      schema.add("anyOf", ways);
    }
    JsonObject excluded = new JsonObject();
    for (Key<?> chosen : choice.of()) {
      JsonObject properties = new JsonObject();
      section.keys().stream()
          .filter(key ->
              (choice.of().contains(key) && !key.equals(chosen))
                  || (!key.with().isEmpty()
                      && key.with().stream().noneMatch(one -> one.name().equals(chosen.name()))))
          .forEach(key -> properties.addProperty(key.name(), false));
      JsonObject consequence = new JsonObject();
      consequence.add("properties", properties);
      excluded.add(chosen.name(), consequence);
    }
    if (!choice.of().isEmpty()) {
      schema.add("dependentSchemas", excluded);
    }
  }

  private static JsonObject requiring(Key<?> key) {
    JsonObject schema = new JsonObject();
    schema.add("required", GSON.toJsonTree(List.of(key.name())));
    return schema;
  }

  private static JsonObject typed(String... types) {
    JsonObject schema = new JsonObject();
    schema.add("type", GSON.toJsonTree(types.length == 1 ? types[0] : types));
    return schema;
  }

  private static JsonElement json(String yaml) {
    Object value = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    return GSON.toJsonTree(value);
  }
}
