// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import dev.lastgood.model.ProbeSpec.Expect;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.text.Harmless;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whether an HTTP answer is the expected one.
final class HttpExpectation {
  private static final Gson STRICT = new GsonBuilder().setStrictness(Strictness.STRICT).create();

  private HttpExpectation() {}

  static Answer judge(HttpResponse<byte[]> response, Expect expect) {
    int status = response.statusCode();
    if (!expect.status().contains(status)) {
      return Answer.red(words(status));
    }
    if (expect.json().isEmpty() && expect.advancing().isEmpty()) {
      return new Answer(true, words(status), Optional.empty());
    }
    try {
      String body = new String(response.body(), StandardCharsets.UTF_8);
      return fields(status, STRICT.fromJson(body, JsonElement.class), expect);
    } catch (JsonParseException _) {
      return Answer.red(status + " but the answer is no JSON");
    }
  }

  private static Answer fields(int status, @Nullable JsonElement body, Expect expect) {
    Optional<String> advancing = expect.advancing().flatMap(path -> at(body, path));
    List<String> seen = new ArrayList<>(List.of(Integer.toString(status)));
    for (Map.Entry<String, String> wanted : new TreeMap<>(expect.json()).entrySet()) {
      Optional<String> found = at(body, wanted.getKey());
      if (!found.equals(Optional.of(wanted.getValue()))) {
        String is =
            found
                .map(value -> wanted.getKey() + "=" + Harmless.line(value, 200))
                .orElse("has no " + wanted.getKey());
        return new Answer(
            false, status + " but " + is + ", wanted " + wanted.getValue(), advancing);
      }
      seen.add(wanted.getKey() + "=" + wanted.getValue());
    }
    if (expect.advancing().isPresent() && advancing.isEmpty()) {
      return Answer.red(status + " but has no " + expect.advancing().get());
    }
    return new Answer(true, String.join(", ", seen), advancing);
  }

  /// The value at a dotted path, as text: a name for an object, a number for an array.
  private static Optional<String> at(@Nullable JsonElement root, String path) {
    @Nullable JsonElement here = root; // null is what Gson makes of an empty body
    for (String name : path.split("\\.")) {
      here =
          switch (here) {
            case JsonObject object -> object.get(name);
            case JsonArray array when name.matches("[0-9]{1,6}") -> item(array, name);
            case null, default -> null;
          };
    }
    return Optional.ofNullable(here)
        .filter(value -> !(value instanceof JsonNull))
        .map(value -> value.isJsonPrimitive() ? value.getAsString() : value.toString());
  }

  private static @Nullable JsonElement item(JsonArray array, String index) {
    int i = Integer.parseInt(index);
    return i < array.size() ? array.get(i) : null;
  }

  /// A status code with the words that people know it by.
  private static String words(int status) {
    String reason =
        switch (status) {
          case 200 -> "OK";
          case 301 -> "Moved Permanently";
          case 302 -> "Found";
          case 400 -> "Bad Request";
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 404 -> "Not Found";
          case 405 -> "Method Not Allowed";
          case 429 -> "Too Many Requests";
          case 500 -> "Internal Server Error";
          case 502 -> "Bad Gateway";
          case 503 -> "Service Unavailable";
          case 504 -> "Gateway Timeout";
          default -> "";
        };
    return (status + " " + reason).strip();
  }
}
