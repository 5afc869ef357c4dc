// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Person;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.sync.port.LastPass;

/// The JSON of what a pass came to. Reading throws unchecked exceptions at anything that isn't of
/// this form.
final class LastPassJson {
  private LastPassJson() {}

  static Json of(LastPass pass) {
    return Json.object()
        .put("at", pass.at())
        .put("since", pass.since())
        .put("configuration", pass.configuration())
        .putPresent("entry", pass.entry())
        .put("conclusion", pass.result().conclusion().word())
        .put("outcome", pass.result().outcome())
        .putPresent("failure", pass.result().failure().map(ValueJson::of))
        .put("note", pass.result().note())
        .putPresent("found", pass.found().map(LastPassJson::of));
  }

  private static Json of(LastPass.Find found) {
    SourceCommit cause = found.cause();
    return Json.object()
        .put("tip", found.tip())
        .put("blob", found.blob())
        .put("commit", cause.id())
        .put("name", cause.author().name())
        .put("email", cause.author().email())
        .put("authoredAt", cause.authoredAt())
        .put("committedAt", cause.committedAt())
        .put("subject", cause.subject());
  }

  static LastPass read(Json json) {
    return new LastPass(
        json.instant("at"),
        json.instant("since"),
        json.text("configuration"),
        json.optional("entry", EntryId::of),
        new LastPass.Result(
            json.word("conclusion", LastPass.Conclusion.class, LastPass.Conclusion::word),
            json.text("outcome"),
            json.optionalObject("failure").map(ValueJson::failure),
            json.text("note")),
        json.optionalObject("found").map(LastPassJson::found));
  }

  private static LastPass.Find found(Json json) {
    return new LastPass.Find(
        new CommitId(json.text("tip")),
        new BlobId(json.text("blob")),
        new SourceCommit(
            new CommitId(json.text("commit")),
            new Person(json.text("name"), json.text("email")),
            json.instant("authoredAt"),
            json.instant("committedAt"),
            json.text("subject")));
  }
}
