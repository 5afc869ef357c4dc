// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import dev.lastgood.text.Harmless;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Strict reading and terminal-safe writing of JSON trees. Every reader names the key it missed, in
/// an [IllegalArgumentException].
final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .setStrictness(Strictness.STRICT)
          .create();

  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,18}");

  private Json() {}

  /// Pretty-printed UTF-8 with a newline at the end. Whatever a terminal would obey instead of show
  /// is written as an escape, so that `git show` of a hostile record is harmless.
  static byte[] bytes(JsonObject object) {
    return (Harmless.json(GSON.toJson(object)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static JsonObject parse(byte[] bytes) {
    return GSON.getAdapter(JsonObject.class)
        .fromJsonTree(GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), JsonElement.class));
  }

  static JsonElement nullable(Optional<?> value) {
    return value.<JsonElement>map(v -> new JsonPrimitive(v.toString())).orElse(JsonNull.INSTANCE);
  }

  static JsonElement nullableFlag(Optional<Boolean> value) {
    return value.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE);
  }

  static <T> JsonArray array(List<T> values, Function<T, JsonElement> form) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(form.apply(value)));
    return array;
  }

  static JsonElement element(JsonObject object, String key) {
    JsonElement element = object.get(key);
    if (element == null) {
      throw new IllegalArgumentException("it has no \"" + key + "\"");
    }
    return element;
  }

  static Optional<JsonElement> present(JsonObject object, String key) {
    return Optional.of(element(object, key)).filter(element -> !element.isJsonNull());
  }

  static String string(JsonObject object, String key) {
    if (element(object, key) instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no string");
  }

  static <T> Optional<T> optional(JsonObject object, String key, Function<String, T> form) {
    return present(object, key).map(_ -> form.apply(string(object, key)));
  }

  static Optional<Boolean> optionalFlag(JsonObject object, String key) {
    return present(object, key).map(_ -> flag(object, key));
  }

  static boolean flag(JsonObject object, String key) {
    if (element(object, key) instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is neither true nor false");
  }

  static long number(JsonObject object, String key) {
    if (element(object, key) instanceof JsonPrimitive primitive && primitive.isNumber()) {
      String text = primitive.getAsString();
      return PLAIN.matcher(text).matches()
          ? Long.parseLong(text) // nearly always, and big numbers take their time to load
          : primitive.getAsBigDecimal().longValueExact();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no number");
  }

  static Instant instant(JsonObject object, String key) {
    return Instant.parse(string(object, key));
  }

  static Duration millis(JsonObject object, String key) {
    return Duration.ofMillis(number(object, key));
  }

  static JsonObject object(JsonObject object, String key) {
    if (element(object, key) instanceof JsonObject inner) {
      return inner;
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no object");
  }

  static <T> List<T> list(JsonObject object, String key, Function<JsonElement, T> form) {
    if (element(object, key) instanceof JsonArray array) {
      return StreamSupport.stream(array.spliterator(), false).map(form).toList();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no list");
  }

  static <T> List<T> objects(JsonObject object, String key, Function<JsonObject, T> form) {
    return list(object, key, element -> form.apply(element.getAsJsonObject()));
  }

  static List<String> strings(JsonObject object, String key) {
    return list(object, key, JsonElement::getAsString);
  }

  /// The constant of an enum that a word stands for.
  static <E extends Enum<E>> E word(Class<E> type, Function<E, String> spelling, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> spelling.apply(constant).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "it has an unknown word, \"" + word + "\", for " + type.getSimpleName()));
  }

  /// Puts every member of one object behind those of another.
  static void append(JsonObject to, JsonObject members) {
    for (Map.Entry<String, JsonElement> member : members.entrySet()) {
      to.add(member.getKey(), member.getValue());
    }
  }
}
