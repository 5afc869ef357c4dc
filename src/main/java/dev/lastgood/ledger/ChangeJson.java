// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Live;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Person;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Way;
import java.util.List;
import java.util.Optional;

/// What was tried, what was live, what is live ⇄ JSON.
final class ChangeJson {
  private static final String UNSAID = "the entry does not say";

  private ChangeJson() {}

  /// The members that the audit log shows; `commit` and `blob` are the candidate's, or what is live
  /// when nothing was tried.
  static JsonObject summary(Change change) {
    Optional<Candidate> candidate = change.candidate();
    Optional<SourceCommit> cause = change.cause();
    JsonObject json = new JsonObject();
    json.add(
        "commit",
        Json.nullable(candidate.map(c -> c.release().commit()).or(change.after()::origin)));
    json.add(
        "blob", Json.nullable(candidate.map(c -> c.release().blob()).or(change.after()::content)));
    json.add("previousCommit", Json.nullable(change.before().origin()));
    json.add("previousBlob", Json.nullable(change.before().content()));
    json.add("author", cause.<JsonElement>map(c -> person(c.author())).orElse(JsonNull.INSTANCE));
    json.add("subject", Json.nullable(cause.map(SourceCommit::subject)));
    json.add("committedAt", Json.nullable(cause.map(SourceCommit::committedAt)));
    json.add("live", live(change.after()));
    json.add(
        "quarantine",
        change.quarantine().<JsonElement>map(ChangeJson::quarantine).orElse(JsonNull.INSTANCE));
    return json;
  }

  /// The members that tell whose work the candidate is; all null when nothing was tried.
  static JsonObject provenance(Change change) {
    Optional<Candidate> candidate = change.candidate();
    JsonObject json = new JsonObject();
    json.add(
        "source", candidate.<JsonElement>map(c -> origin(c.origin())).orElse(JsonNull.INSTANCE));
    json.add("signer", Json.nullable(candidate.flatMap(Candidate::signer)));
    json.add(
        "sourceCommit",
        candidate.<JsonElement>map(c -> commit(c.commit())).orElse(JsonNull.INSTANCE));
    write(json, "commits", candidate.map(Candidate::touching));
    write(json, "permissions", candidate.map(Candidate::permitting));
    change.removal().ifPresent(removal -> json.add("removal", commit(removal)));
    return json;
  }

  /// The commits, and why they are not known under a name of its own: a list that is empty then
  /// must not be read as "none".
  private static void write(JsonObject json, String key, Optional<CommitLog> log) {
    Optional<String> unknown = Optional.empty();
    JsonElement list = JsonNull.INSTANCE;
    if (log.isPresent()) {
      switch (log.get()) {
        case CommitLog.Known(List<SourceCommit> commits) ->
            list = Json.array(commits, ChangeJson::commit);
        case CommitLog.Unknown(String why) -> {
          list = new JsonArray();
          unknown = Optional.of(why);
        }
      }
    }
    json.add(key, list);
    json.add(key + "Unknown", Json.nullable(unknown));
  }

  /// Entries of a lastgood that did not tell unknown from none say nothing when they name nobody.
  private static CommitLog read(JsonObject json, String key) {
    List<SourceCommit> commits = Json.objects(json, key, ChangeJson::readCommit);
    Optional<String> unknown =
        json.has(key + "Unknown")
            ? Json.optional(json, key + "Unknown", why -> why)
            : Optional.of(UNSAID).filter(_ -> commits.isEmpty());
    return unknown
        .<CommitLog>map(CommitLog.Unknown::new)
        .orElseGet(() -> new CommitLog.Known(commits));
  }

  static Change read(JsonObject json) {
    return new Change(
        Json.present(json, "source").map(_ -> readCandidate(json)),
        readRemoval(json),
        readLive(
            Json.optional(json, "previousCommit", CommitId::new),
            Json.optional(json, "previousBlob", BlobId::new)),
        readLive(json, "live"),
        Json.present(json, "quarantine").map(_ -> readQuarantine(json)));
  }

  private static Optional<SourceCommit> readRemoval(JsonObject json) {
    return json.has("removal")
        ? Optional.of(readCommit(Json.object(json, "removal")))
        : Optional.empty();
  }

  /// `{commit, blob}`; without a commit the content is foreign; null when nothing is live.
  static JsonElement live(Live live) {
    if (live.content().isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.add("commit", Json.nullable(live.origin()));
    json.add("blob", Json.nullable(live.content()));
    return json;
  }

  static Live readLive(JsonObject parent, String key) {
    if (Json.present(parent, key).isEmpty()) {
      return new Live.Nothing();
    }
    JsonObject json = Json.object(parent, key);
    return readLive(
        Json.optional(json, "commit", CommitId::new),
        Optional.of(new BlobId(Json.string(json, "blob"))));
  }

  private static Live readLive(Optional<CommitId> commit, Optional<BlobId> blob) {
    if (blob.isEmpty()) {
      return new Live.Nothing();
    }
    return commit
        .<Live>map(id -> new Live.Managed(new Release(id, blob.get())))
        .orElseGet(() -> new Live.Foreign(blob.get()));
  }

  private static Candidate readCandidate(JsonObject json) {
    JsonObject source = Json.object(json, "source");
    return new Candidate(
        new Release(
            new CommitId(Json.string(json, "commit")), new BlobId(Json.string(json, "blob"))),
        new Origin(
            RemoteUrl.parse(Json.string(source, "url")),
            new Branch(Json.string(source, "branch")),
            new RepoPath(Json.string(source, "path")),
            Json.word(Way.class, Way::word, Json.string(source, "way"))),
        readCommit(Json.object(json, "sourceCommit")),
        read(json, "commits"),
        json.has("permissions") ? read(json, "permissions") : new CommitLog.Unknown(UNSAID),
        Json.optional(json, "signer", signer -> signer));
  }

  private static JsonObject quarantine(Quarantine quarantine) {
    JsonObject json = new JsonObject();
    json.addProperty("blob", quarantine.blob().hex());
    json.addProperty("reason", quarantine.reason().word());
    return json;
  }

  private static Quarantine readQuarantine(JsonObject parent) {
    JsonObject json = Json.object(parent, "quarantine");
    return new Quarantine(
        new BlobId(Json.string(json, "blob")),
        Json.word(Quarantine.Reason.class, Quarantine.Reason::word, Json.string(json, "reason")));
  }

  private static JsonObject origin(Origin origin) {
    JsonObject json = new JsonObject();
    json.addProperty("url", origin.url().toString());
    json.addProperty("branch", origin.branch().name());
    json.addProperty("path", origin.path().value());
    json.addProperty("way", origin.way().word());
    return json;
  }

  private static JsonObject commit(SourceCommit commit) {
    JsonObject json = new JsonObject();
    json.addProperty("commit", commit.id().hex());
    json.add("author", person(commit.author()));
    json.addProperty("subject", commit.subject());
    json.addProperty("authoredAt", commit.authoredAt().toString());
    json.addProperty("committedAt", commit.committedAt().toString());
    json.addProperty("message", commit.message());
    return json;
  }

  private static SourceCommit readCommit(JsonObject json) {
    JsonObject author = Json.object(json, "author");
    return new SourceCommit(
        new CommitId(Json.string(json, "commit")),
        new Person(Json.string(author, "name"), Json.string(author, "email")),
        Json.instant(json, "authoredAt"),
        Json.instant(json, "committedAt"),
        Json.string(json, "message"));
  }

  private static JsonObject person(Person person) {
    JsonObject json = new JsonObject();
    json.addProperty("name", person.name());
    json.addProperty("email", person.email());
    return json;
  }
}
