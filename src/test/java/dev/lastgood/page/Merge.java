// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Person;
import dev.lastgood.model.Release;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Verdict;
import dev.lastgood.model.Way;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that was merged: content, and the commit that brought it.
///
/// @param url of the repository
/// @param signer who signed; empty where nobody did
/// @param changes what it changes in the service's own words
public record Merge(
    RemoteUrl url,
    SourceCommit commit,
    Content content,
    Optional<String> signer,
    List<String> changes) {
  private static final Instant WRITTEN = Instant.parse("2026-11-20T09:40:00Z");
  private static final RemoteUrl FORGE = RemoteUrl.parse("https://git.example.org/app/fit.git");

  /// A commit with a message and an author; the content and both decide its id.
  public static Merge of(String message, Person author, String content) {
    String all = message + author + content;
    CommitId id = new CommitId(BlobId.of(all.getBytes(UTF_8)).hex());
    SourceCommit commit =
        new SourceCommit(id, author, WRITTEN, WRITTEN.plusSeconds(600), message + "\n");
    return of(FORGE, commit, content);
  }

  /// A commit that some repository has.
  static Merge of(RemoteUrl url, SourceCommit commit, String content) {
    return new Merge(url, commit, Content.of(content), Optional.empty(), List.of());
  }

  public Merge signedBy(String who) {
    return new Merge(url, commit, content, Optional.of(who), changes);
  }

  public Merge changing(String... what) {
    return new Merge(url, commit, content, signer, List.of(what));
  }

  /// As a pass finds it. A commit behind the one it was found in touched the path, too.
  public Candidate candidate() {
    return new Candidate(
        new Release(commit.id(), content.blob()),
        new Origin(
            url, new Branch("master"), new RepoPath("powersync/sync-rules.yaml"), Way.PATH_ONLY),
        commit,
        new CommitLog.Known(List.of(commit)),
        CommitLog.none(),
        signer);
  }

  List<Verdict> passed() {
    return List.of(
        new Verdict("size", Verdict.Result.PASSED, content.size() + " bytes", ""),
        new Verdict("yaml", Verdict.Result.PASSED, "1 document", ""));
  }

  List<Verdict> refusedFor(Failure why) {
    return List.of(
        new Verdict("size", Verdict.Result.PASSED, content.size() + " bytes", ""),
        new Verdict("yaml", Verdict.Result.REFUSED, why.message(), why.hint()));
  }
}
