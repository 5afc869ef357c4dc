// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import dev.lastgood.model.Worded;
import dev.lastgood.text.Harmless;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// A JSON object: its members in order, harmlessly written and strictly read.
///
/// Whatever reads a member names it in an [IllegalArgumentException] when it is missing or of
/// another type.
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .setStrictness(Strictness.STRICT)
          .create();

  private static final Pattern PLAIN_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private final JsonObject members;

  private Json(JsonObject members) {
    this.members = members;
  }

  /// An object without members yet.
  public static Json object() {
    return new Json(new JsonObject());
  }

  /// Reads an object; throws an unchecked exception at anything else.
  public static Json parse(byte[] utf8) {
    JsonElement tree = GSON.fromJson(new String(utf8, StandardCharsets.UTF_8), JsonElement.class);
    return new Json(GSON.getAdapter(JsonObject.class).fromJsonTree(tree));
  }

  /// Pretty-printed UTF-8 with a newline at the end. Whatever a terminal would obey instead of show
  /// is written as an escape, so that `git show` of a hostile record is harmless.
  public byte[] bytes() {
    return (Harmless.json(GSON.toJson(members)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// On one line, and as harmless.
  public String line() {
    return Harmless.json(members.toString());
  }

  /// A text as it stands between the quotes of a string.
  public static String escaped(String text) {
    String quoted = Harmless.json(GSON.toJson(text));
    return quoted.substring(1, quoted.length() - 1);
  }

  /// Whether a text is one JSON value.
  public static boolean isJson(String text) {
    try {
      return !text.isBlank() && GSON.fromJson(text, JsonElement.class) != null;
    } catch (JsonParseException | StackOverflowError _) {
      return false;
    }
  }

  /// Adds a member, or replaces it in its place.
  ///
  /// @param value a text, flag, number, object, word, or a list of them; of an `Optional`, what it
  ///   holds or null; anything else, such as an id or a time, is its text
  public Json put(String key, Object value) {
    members.add(key, element(value));
    return this;
  }

  /// Adds a member when there is a value.
  public Json putPresent(String key, Optional<?> value) {
    value.ifPresent(present -> put(key, present));
    return this;
  }

  /// Adds a list, each of its values in this form.
  public <T> Json putAll(String key, List<T> values, Function<T, ?> form) {
    return put(key, values.stream().map(form).toList());
  }

  /// Adds every member of another object.
  public Json putAll(Json other) {
    other.members.entrySet().forEach(member -> members.add(member.getKey(), member.getValue()));
    return this;
  }

  private static JsonElement element(Object value) {
    return switch (value) {
      case Json object -> object.members;
      case Worded worded -> new JsonPrimitive(worded.word());
      case Boolean flag -> new JsonPrimitive(flag);
      case Number number -> new JsonPrimitive(number);
      case Optional<?> optional ->
          optional.isPresent() ? element(optional.get()) : JsonNull.INSTANCE;
      case List<?> list -> {
        JsonArray array = new JsonArray();
        list.forEach(each -> array.add(element(each)));
        yield array;
      }
      default -> new JsonPrimitive(value.toString());
    };
  }

  /// The members' names, in order.
  public Set<String> keys() {
    return members.keySet();
  }

  /// Whether there is such a member; it may be null.
  public boolean has(String key) {
    return members.has(key);
  }

  public String text(String key) {
    if (element(key) instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no string");
  }

  /// A text read as what it stands for; empty when it is null.
  public <T> Optional<T> nullable(String key, Function<String, T> form) {
    return isNull(key) ? Optional.empty() : Optional.of(form.apply(text(key)));
  }

  /// A text read as what it stands for; empty when there is no such member.
  public <T> Optional<T> optional(String key, Function<String, T> form) {
    return has(key) ? Optional.of(form.apply(text(key))) : Optional.empty();
  }

  /// The constant of an enum that a text stands for.
  public <E extends Enum<E> & Worded> E word(String key, Class<E> type) {
    return word(type, text(key));
  }

  static <E extends Enum<E> & Worded> E word(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "it has an unknown word, \"" + word + "\", for " + type.getSimpleName()));
  }

  public Instant instant(String key) {
    return Instant.parse(text(key));
  }

  public boolean flag(String key) {
    if (element(key) instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is neither true nor false");
  }

  /// True, false, or null.
  public Optional<Boolean> nullableFlag(String key) {
    return isNull(key) ? Optional.empty() : Optional.of(flag(key));
  }

  public long number(String key) {
    if (element(key) instanceof JsonPrimitive primitive && primitive.isNumber()) {
      String text = primitive.getAsString();
      return PLAIN_NUMBER.matcher(text).matches()
          ? Long.parseLong(text) // nearly always, and big numbers take their time to load
          : primitive.getAsBigDecimal().longValueExact();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no number");
  }

  /// A duration in milliseconds.
  public Duration millis(String key) {
    return Duration.ofMillis(number(key));
  }

  public Json object(String key) {
    if (element(key) instanceof JsonObject inner) {
      return new Json(inner);
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no object");
  }

  /// An object; empty when it is null.
  public Optional<Json> nullableObject(String key) {
    return isNull(key) ? Optional.empty() : Optional.of(object(key));
  }

  /// An object; empty when there is no such member.
  public Optional<Json> optionalObject(String key) {
    return has(key) ? Optional.of(object(key)) : Optional.empty();
  }

  public <T> List<T> objects(String key, Function<Json, T> form) {
    return list(key, element -> form.apply(new Json(element.getAsJsonObject())));
  }

  public List<String> texts(String key) {
    return list(key, JsonElement::getAsString);
  }

  private <T> List<T> list(String key, Function<JsonElement, T> form) {
    if (element(key) instanceof JsonArray array) {
      return StreamSupport.stream(array.spliterator(), false).map(form).toList();
    }
    throw new IllegalArgumentException("its \"" + key + "\" is no list");
  }

  private boolean isNull(String key) {
    return element(key).isJsonNull();
  }

  private JsonElement element(String key) {
    JsonElement element = members.get(key);
    if (element == null) {
      throw new IllegalArgumentException("it has no \"" + key + "\"");
    }
    return element;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && members.equals(json.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }
}
