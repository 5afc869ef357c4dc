// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.lastgood.model.ProbeSpec;
import java.util.Map;
import java.util.Optional;

/// What a body must say.
final class Expectation {
  private Expectation() {}

  /// Judges a body that came with an accepted status.
  static Answer judge(int status, String body, ProbeSpec.Expect expect) {
    if (expect.json().isEmpty() && expect.advancing().isEmpty()) {
      return new Answer(true, String.valueOf(status), Optional.empty());
    }
    JsonElement root;
    try {
      root = JsonParser.parseString(body);
    } catch (JsonParseException e) {
      return Answer.red(status + " but its body is no JSON");
    }
    StringBuilder seen = new StringBuilder(String.valueOf(status));
    for (Map.Entry<String, String> wanted : expect.json().entrySet()) {
      String value = at(root, wanted.getKey()).orElse("missing");
      if (!value.equals(wanted.getValue())) {
        return Answer.red(
            status + " but " + wanted.getKey() + "=" + value + ", wanted " + wanted.getValue());
      }
      seen.append(", ").append(wanted.getKey()).append('=').append(value);
    }
    return advancing(root, seen.toString(), expect.advancing());
  }

  private static Answer advancing(JsonElement root, String seen, Optional<String> field) {
    if (field.isEmpty()) {
      return new Answer(true, Answer.clean(seen), Optional.empty());
    }
    Optional<String> value = at(root, field.get());
    return value.isEmpty()
        ? Answer.red(seen + " but its body has no field " + field.get())
        : new Answer(true, Answer.clean(seen + ", " + field.get() + "=" + value.get()), value);
  }

  /// The value at a dotted path, `data.connections.0.connected`, as text.
  private static Optional<String> at(JsonElement root, String path) {
    Optional<JsonElement> here = Optional.of(root);
    for (String name : path.split("\\.")) {
      here = here.flatMap(element -> member(element, name));
    }
    return here.filter(element -> !element.isJsonNull())
        .map(element -> element.isJsonPrimitive() ? element.getAsString() : element.toString());
  }

  private static Optional<JsonElement> member(JsonElement element, String name) {
    if (element.isJsonObject()) {
      return Optional.ofNullable(element.getAsJsonObject().get(name));
    }
    boolean index = element.isJsonArray() && name.matches("\\d{1,6}");
    return index && Integer.parseInt(name) < element.getAsJsonArray().size()
        ? Optional.of(element.getAsJsonArray().get(Integer.parseInt(name)))
        : Optional.empty();
  }
}
