// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.json.Json;
import dev.lastgood.model.MessageField;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// A message as it is sent: harmless and bounded, and the same in each try.
record Message(Map<MessageField, String> values) {
  Message {
    values = Map.copyOf(values);
  }

  /// What it says there; nothing where it has nothing to say.
  String get(MessageField field) {
    return values.getOrDefault(field, "");
  }

  String id() {
    return get(MessageField.ID);
  }

  /// Every field, also those that are empty.
  Json json() {
    Json json = Json.object();
    for (MessageField field : MessageField.values()) {
      json.put(field.word(), get(field));
    }
    return json;
  }

  /// What commands find in their environment.
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (MessageField field : MessageField.values()) {
      variables.put(field.variable(), get(field));
    }
    return variables;
  }

  /// Reads what [#json] wrote; throws an unchecked exception at anything else.
  static Message of(Json json) {
    Map<MessageField, String> values = new EnumMap<>(MessageField.class);
    for (MessageField field : MessageField.values()) {
      json.optional(field.word(), text -> text).ifPresent(text -> values.put(field, text));
    }
    return new Message(values);
  }
}
