// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import com.google.gson.JsonObject;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Person;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.sync.LastPass;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// The JSON of what a pass came to. Reading throws unchecked exceptions at anything that isn't of
/// this form.
final class LastPassJson {
  private LastPassJson() {}

  static JsonObject of(LastPass pass) {
    JsonObject json = new JsonObject();
    json.addProperty("at", pass.at().toString());
    json.addProperty("since", pass.since().toString());
    json.addProperty("configuration", pass.configuration());
    pass.entry().ifPresent(entry -> json.addProperty("entry", entry.toString()));
    json.addProperty("conclusion", pass.result().conclusion().word());
    json.addProperty("outcome", pass.result().outcome());
    pass.result().failure().ifPresent(failure -> json.add("failure", of(failure)));
    json.addProperty("note", pass.result().note());
    pass.found().ifPresent(found -> json.add("found", of(found)));
    return json;
  }

  private static JsonObject of(Failure failure) {
    JsonObject json = new JsonObject();
    json.addProperty("step", failure.step().word());
    json.addProperty("remedy", failure.remedy().word());
    json.addProperty("message", failure.message());
    json.addProperty("hint", failure.hint());
    return json;
  }

  private static JsonObject of(LastPass.Find found) {
    SourceCommit cause = found.cause();
    JsonObject json = new JsonObject();
    json.addProperty("tip", found.tip().hex());
    json.addProperty("blob", found.blob().hex());
    json.addProperty("commit", cause.id().hex());
    json.addProperty("name", cause.author().name());
    json.addProperty("email", cause.author().email());
    json.addProperty("authoredAt", cause.authoredAt().toString());
    json.addProperty("committedAt", cause.committedAt().toString());
    json.addProperty("subject", cause.subject());
    return json;
  }

  static LastPass read(JsonObject json) {
    return new LastPass(
        Instant.parse(text(json, "at")),
        Instant.parse(text(json, "since")),
        text(json, "configuration"),
        Optional.ofNullable(json.get("entry")).map(entry -> EntryId.of(entry.getAsString())),
        new LastPass.Result(
            word(LastPass.Conclusion.values(), LastPass.Conclusion::word, json, "conclusion"),
            text(json, "outcome"),
            Optional.ofNullable(json.getAsJsonObject("failure")).map(LastPassJson::failure),
            text(json, "note")),
        Optional.ofNullable(json.getAsJsonObject("found")).map(LastPassJson::found));
  }

  private static Failure failure(JsonObject json) {
    return new Failure(
        word(Step.values(), Step::word, json, "step"),
        word(Remedy.values(), Remedy::word, json, "remedy"),
        text(json, "message"),
        text(json, "hint"));
  }

  private static LastPass.Find found(JsonObject json) {
    return new LastPass.Find(
        new CommitId(text(json, "tip")),
        new BlobId(text(json, "blob")),
        new SourceCommit(
            new CommitId(text(json, "commit")),
            new Person(text(json, "name"), text(json, "email")),
            Instant.parse(text(json, "authoredAt")),
            Instant.parse(text(json, "committedAt")),
            text(json, "subject")));
  }

  private static <E> E word(E[] values, Function<E, String> form, JsonObject json, String name) {
    String word = text(json, name);
    return Arrays.stream(values)
        .filter(value -> form.apply(value).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + ": " + word));
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }
}
