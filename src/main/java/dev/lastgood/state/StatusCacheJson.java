// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Person;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StatusCache.Carrier;
import dev.lastgood.sync.port.StatusCache.Poll;
import dev.lastgood.sync.port.StatusCache.Push;
import dev.lastgood.sync.port.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What `status.json` keeps ⇄ JSON. Reading throws unchecked exceptions at anything that isn't of
/// this form.
final class StatusCacheJson {
  private StatusCacheJson() {}

  static Json of(Poll poll) {
    return Json.object()
        .put("at", poll.at())
        .putPresent("succeededAt", poll.succeededAt())
        .putPresent("branch", poll.tip().map(Mirror.Tip::branch))
        .putPresent("commit", poll.tip().map(Mirror.Tip::commit))
        .putPresent("error", poll.error())
        .putPresent("requests", poll.traffic().map(Traffic::requests))
        .putPresent("bytes", poll.traffic().map(Traffic::bytes));
  }

  static Poll poll(Json json) {
    return new Poll(
        json.instant("at"),
        json.optional("succeededAt", Instant::parse),
        json.optional("branch", Branch::new)
            .map(branch -> new Mirror.Tip(branch, new CommitId(json.text("commit")))),
        json.optional("error", error -> error),
        json.has("requests")
            ? Optional.of(new Traffic(json.number("requests"), json.number("bytes")))
            : Optional.empty());
  }

  static Json of(Push push) {
    return Json.object()
        .put("at", push.at())
        .putPresent("succeededAt", push.succeededAt())
        .putPresent("failure", push.failure().map(ValueJson::of));
  }

  static Push push(Json json) {
    return new Push(
        json.instant("at"),
        json.optional("succeededAt", Instant::parse),
        json.optionalObject("failure").map(ValueJson::failure));
  }

  static Json of(Carrier carrier) {
    return Json.object()
        .put("commit", carrier.commit())
        .put("descendant", carrier.descendant())
        .put("unused", carrier.unused());
  }

  static Carrier carrier(Json json) {
    return new Carrier(
        new CommitId(json.text("commit")),
        new CommitId(json.text("descendant")),
        new CommitId(json.text("unused")));
  }

  static Json of(LastPass pass) {
    return Json.object()
        .put("at", pass.at())
        .put("since", pass.since())
        .putPresent("durationMs", pass.times().took().map(Duration::toMillis))
        .put("configuration", pass.configuration())
        .putPresent("entry", pass.entry())
        .put("conclusion", pass.result().conclusion())
        .put("outcome", pass.result().outcome())
        .putPresent("failure", pass.result().failure().map(ValueJson::of))
        .put("note", pass.result().note())
        .put("durability", pass.result().durability())
        .putPresent("found", pass.found().map(StatusCacheJson::of));
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

  static LastPass lastPass(Json json) {
    return new LastPass(
        new LastPass.Times(
            json.instant("at"),
            json.instant("since"),
            json.has("durationMs") ? Optional.of(json.millis("durationMs")) : Optional.empty()),
        json.text("configuration"),
        json.optional("entry", EntryId::of),
        new LastPass.Result(
            json.word("conclusion", LastPass.Conclusion.class),
            json.text("outcome"),
            json.optionalObject("failure").map(ValueJson::failure),
            json.text("note"),
            json.has("durability")
                ? json.word("durability", Durability.class)
                : Durability.DURABLE), // as every pass before it was asked
        json.optionalObject("found").map(StatusCacheJson::found));
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
