// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
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
    return ValueJson.of(live).<JsonElement>map(Json::tree).orElse(JsonNull.INSTANCE);
  }

  static JsonObject failure(Failure failure) {
    return ValueJson.of(failure).tree();
  }

  public static JsonObject person(Person person) {
    return ValueJson.of(person).tree();
  }

  public static JsonObject verdict(Verdict verdict) {
    return ValueJson.of(verdict).tree();
  }

  static JsonObject sample(Sample sample) {
    return ValueJson.of(sample).tree();
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
