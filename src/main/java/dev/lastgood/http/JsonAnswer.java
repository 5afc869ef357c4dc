// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import dev.lastgood.model.Content;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A part of a JSON document that somebody else wrote.
public final class JsonAnswer {
  private static final Gson STRICT = new GsonBuilder().setStrictness(Strictness.STRICT).create();

  private final JsonElement element;

  private JsonAnswer(JsonElement element) {
    this.element = element;
  }

  /// The whole document; empty when it is none.
  public static Optional<JsonAnswer> of(Content body) {
    try {
      @Nullable JsonElement root = STRICT.fromJson(body.text(), JsonElement.class);
      return Optional.of(new JsonAnswer(root == null ? JsonNull.INSTANCE : root));
    } catch (JsonParseException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  /// A text as JSON has it.
  public static String quoted(String text) {
    return STRICT.toJson(text);
  }

  /// The parts at a path: names of objects, numbers in lists, `*` for each of either, with a `.`
  /// between them; `a[*].b` is as good as `a.*.b`. What is null is not there.
  public List<JsonAnswer> at(String path) {
    Stream<JsonElement> here = Stream.of(element);
    for (String step : steps(path)) {
      here = here.flatMap(one -> children(one, step));
    }
    return here.filter(one -> !one.isJsonNull()).map(JsonAnswer::new).toList();
  }

  /// The one part at a path.
  public Optional<JsonAnswer> one(String path) {
    return at(path).stream().findFirst();
  }

  /// The value as text; what is no single value as JSON.
  public String text() {
    return element.isJsonPrimitive() ? element.getAsString() : element.toString();
  }

  /// Whether it has nothing in it: a text, a number, or true or false.
  public boolean isSingle() {
    return element.isJsonPrimitive();
  }

  /// Whether it is an empty text, list or object.
  boolean isEmpty() {
    return switch (element) {
      case JsonObject object -> object.isEmpty();
      case JsonArray array -> array.isEmpty();
      default -> element.isJsonPrimitive() && element.getAsString().isEmpty();
    };
  }

  private static List<String> steps(String path) {
    String dotted = path.replaceFirst("^\\[", "").replace('[', '.').replace("]", "");
    return List.of(dotted.split("\\.", -1));
  }

  private static Stream<JsonElement> children(JsonElement parent, String step) {
    return switch (parent) {
      case JsonObject object when step.equals("*") -> object.asMap().values().stream();
      case JsonArray array when step.equals("*") -> array.asList().stream();
      case JsonObject object -> Optional.ofNullable(object.get(step)).stream();
      case JsonArray array when step.matches("[0-9]{1,6}") -> item(array, Integer.parseInt(step));
      default -> Stream.empty();
    };
  }

  private static Stream<JsonElement> item(JsonArray array, int index) {
    return index < array.size() ? Stream.of(array.get(index)) : Stream.empty();
  }

  @Override
  public String toString() {
    return element.toString();
  }
}
