// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Origin;
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
  static Json summary(Change change) {
    Optional<Release> tried = change.release();
    Optional<SourceCommit> cause = change.cause();
    return Json.object()
        .put("commit", tried.map(Release::commit).or(change.after()::origin))
        .put("blob", tried.map(Release::blob).or(change.after()::content))
        .put("previousCommit", change.before().origin())
        .put("previousBlob", change.before().content())
        .put("author", cause.map(SourceCommit::author).map(ValueJson::of))
        .put("subject", cause.map(SourceCommit::subject))
        .put("committedAt", cause.map(SourceCommit::committedAt))
        .put("live", ValueJson.of(change.after()))
        .put("quarantine", change.quarantine().map(ValueJson::of))
        .putPresent("order", change.order().map(OrderJson::of));
  }

  /// The members that tell whose work the candidate is; all null when nothing was tried.
  static Json provenance(Change change) {
    Optional<Candidate> candidate = change.candidate();
    return Json.object()
        .put("source", candidate.map(Candidate::origin).map(ChangeJson::of))
        .put("signer", candidate.flatMap(Candidate::signer))
        .put("sourceCommit", candidate.map(Candidate::commit).map(ValueJson::of))
        .putAll(of("commits", candidate.map(Candidate::touching)))
        .putAll(of("permissions", candidate.map(Candidate::permitting)))
        .putPresent("removal", change.removal().map(ValueJson::of));
  }

  /// The commits, and why they are not known under a name of its own: a list that is empty then
  /// must not be read as "none".
  private static Json of(String key, Optional<CommitLog> log) {
    Optional<String> unknown =
        log.flatMap(it ->
            switch (it) {
              case CommitLog.Known _ -> Optional.empty();
              case CommitLog.Unknown(String why) -> Optional.of(why);
            });
    return Json.object()
        .put(key, log.map(it -> it.known().stream().map(ValueJson::of).toList()))
        .put(key + "Unknown", unknown);
  }

  /// Entries of a lastgood that did not tell unknown from none say nothing when they name nobody.
  private static CommitLog log(Json json, String key) {
    List<SourceCommit> commits = json.objects(key, ValueJson::commit);
    Optional<String> unknown =
        json.has(key + "Unknown")
            ? json.nullable(key + "Unknown", why -> why)
            : Optional.of(UNSAID).filter(_ -> commits.isEmpty());
    return unknown
        .<CommitLog>map(CommitLog.Unknown::new)
        .orElseGet(() -> new CommitLog.Known(commits));
  }

  static Change read(Json json) {
    return new Change(
        json.nullableObject("source").map(source -> candidate(json, source)),
        json.optionalObject("removal").map(ValueJson::commit),
        ValueJson.live(
            json.nullable("previousCommit", CommitId::new),
            json.nullable("previousBlob", BlobId::new)),
        ValueJson.live(json.nullableObject("live")),
        json.nullableObject("quarantine").map(ValueJson::quarantine),
        json.optionalObject("order").map(OrderJson::order));
  }

  private static Candidate candidate(Json json, Json source) {
    return new Candidate(
        new Release(new CommitId(json.text("commit")), new BlobId(json.text("blob"))),
        origin(source),
        ValueJson.commit(json.object("sourceCommit")),
        log(json, "commits"),
        json.has("permissions") ? log(json, "permissions") : new CommitLog.Unknown(UNSAID),
        json.nullable("signer", signer -> signer));
  }

  private static Json of(Origin origin) {
    return Json.object()
        .put("url", origin.url())
        .put("branch", origin.branch())
        .put("path", origin.path())
        .put("way", origin.way());
  }

  private static Origin origin(Json json) {
    return new Origin(
        RemoteUrl.parse(json.text("url")),
        new Branch(json.text("branch")),
        new RepoPath(json.text("path")),
        json.word("way", Way.class));
  }
}
