// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Person;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The parts that several JSON answers share, in the record's own names.
public final class Jsons {
  private Jsons() {}

  /// `{commit, blob}`; null when nothing is live; without a commit the content is foreign.
  static JsonElement live(Live live) {
    if (live.content().isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.add("commit", nullable(live.origin()));
    json.add("blob", nullable(live.content()));
    return json;
  }

  static JsonObject failure(Failure failure) {
    JsonObject json = new JsonObject();
    json.addProperty("step", failure.step().word());
    json.addProperty("message", failure.message());
    json.addProperty("hint", failure.hint());
    json.addProperty("remedy", failure.remedy().word());
    return json;
  }

  public static JsonObject person(Person person) {
    JsonObject json = new JsonObject();
    json.addProperty("name", person.name());
    json.addProperty("email", person.email());
    return json;
  }

  public static JsonObject verdict(Verdict verdict) {
    JsonObject json = new JsonObject();
    json.addProperty("check", verdict.check());
    json.addProperty("result", verdict.result().word());
    json.addProperty("message", verdict.message());
    json.addProperty("hint", verdict.hint());
    return json;
  }

  static JsonObject sample(Sample sample) {
    JsonObject json = new JsonObject();
    json.addProperty("at", sample.at().toString());
    json.addProperty("green", sample.green());
    json.addProperty("detail", sample.detail());
    json.add("advancing", nullable(sample.advancing()));
    return json;
  }

  public static <T> JsonArray array(List<T> values, Function<T, ? extends JsonElement> form) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(form.apply(value)));
    return array;
  }

  /// The value's text, or null.
  public static JsonElement nullable(Optional<?> value) {
    return value.<JsonElement>map(v -> new JsonPrimitive(v.toString())).orElse(JsonNull.INSTANCE);
  }
}
