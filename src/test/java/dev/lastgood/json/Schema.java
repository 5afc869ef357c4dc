// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.model.Worded;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One value of an answer, as a JSON Schema (2020-12) that is being written.
///
/// Objects stay open: a later lastgood may say more, and who reads passes over what he doesn't
/// know.
public final class Schema {
  private final JsonObject members = new JsonObject();

  private Schema() {}

  private static Schema typed(String type) {
    Schema schema = new Schema();
    schema.members.addProperty("type", type);
    return schema;
  }

  private Schema with(String keyword, JsonElement value) {
    members.add(keyword, value);
    return this;
  }

  private Schema with(String keyword, String value) {
    return with(keyword, new JsonPrimitive(value));
  }

  public static Schema text() {
    return typed("string");
  }

  public static Schema flag() {
    return typed("boolean");
  }

  /// A number of things, or of milliseconds.
  public static Schema count() {
    return typed("integer").with("minimum", new JsonPrimitive(0));
  }

  /// One of these numbers.
  public static Schema numbers(List<Integer> numbers) {
    JsonArray allowed = new JsonArray();
    numbers.forEach(allowed::add);
    return typed("integer").with("enum", allowed);
  }

  /// RFC 3339, in UTC.
  public static Schema time() {
    return text().with("format", "date-time");
  }

  /// The full id of a commit.
  public static Schema commit() {
    return text().with("pattern", "^([0-9a-f]{40}|[0-9a-f]{64})$");
  }

  /// The full id that Git gives a file's bytes.
  public static Schema blob() {
    return text().with("pattern", "^[0-9a-f]{40}$");
  }

  /// The words of an enum of the code.
  public static <E extends Enum<E> & Worded> Schema words(Class<E> type) {
    return words(Arrays.stream(type.getEnumConstants()).map(Worded::word).toList());
  }

  public static Schema words(List<String> words) {
    JsonArray allowed = new JsonArray();
    words.forEach(allowed::add);
    return text().with("enum", allowed);
  }

  public static Schema list(Schema element) {
    return typed("array").with("items", element.members);
  }

  /// An object whose names are all of a kind.
  public static Schema named(Schema names, Schema value) {
    return typed("object")
        .with("propertyNames", names.members)
        .with("additionalProperties", value.members);
  }

  /// What is said once for all, see [Definitions].
  public static Schema ref(String definition) {
    return new Schema().with("$ref", "#/$defs/" + definition);
  }

  public static Schema object(String description) {
    return typed("object")
        .with("description", description)
        .with("properties", new JsonObject())
        .with("required", new JsonArray());
  }

  /// Adds a member that is always there.
  public Schema always(String name, Schema value, String description) {
    members.getAsJsonArray("required").add(name);
    return maybe(name, value, description);
  }

  /// Adds a member that is there only when there is something to say.
  public Schema maybe(String name, Schema value, String description) {
    value.with("description", description);
    members.getAsJsonObject("properties").add(name, value.members);
    return this;
  }

  /// Adds the members of another object, which need not be there here unless they are named.
  public Schema members(Schema other, Set<String> always) {
    JsonObject own = members.getAsJsonObject("properties");
    other
        .members
        .getAsJsonObject("properties")
        .asMap()
        .forEach((name, value) -> {
          own.add(name, value.deepCopy());
          if (always.contains(name)) {
            members.getAsJsonArray("required").add(name);
          }
        });
    return this;
  }

  /// The members that are always there.
  public Set<String> required() {
    return Set.copyOf(
        members.getAsJsonArray("required").asList().stream()
            .map(JsonElement::getAsString)
            .toList());
  }

  /// The same, or null.
  public Schema orNull() {
    if (!members.has("type")) {
      JsonArray either = new JsonArray();
      either.add(members.deepCopy());
      either.add(typed("null").members);
      return new Schema().with("anyOf", either);
    }
    JsonArray types = new JsonArray();
    types.add(members.get("type"));
    types.add("null");
    if (members.has("enum")) {
      members.getAsJsonArray("enum").add(JsonNull.INSTANCE);
    }
    return with("type", types);
  }

  /// A document of its own: what it is called, where it is read, and what it refers to.
  JsonObject document(String id, Map<String, JsonObject> definitions) {
    JsonObject document = new JsonObject();
    document.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.addProperty("$id", id);
    document.addProperty("$comment", "Names may be added: pass over those you don't know.");
    members.asMap().forEach(document::add);
    if (!definitions.isEmpty()) {
      JsonObject all = new JsonObject();
      definitions.forEach(all::add);
      document.add("$defs", all);
    }
    return document;
  }

  JsonObject json() {
    return members;
  }
}
