// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Person;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A branch with one file and a linear history.
public final class FakeMirror implements Mirror {
  private final List<Version> history = new ArrayList<>();
  private Optional<Failure> failure = Optional.empty();
  private Step failingFrom = Step.LOOK;
  private boolean blind;
  private int serial;
  private int reach = Integer.MAX_VALUE;
  private int looks;

  /// Appends a commit.
  public CommitId commit(String text, String message) {
    return append(Optional.of(Content.of(text)), message);
  }

  /// Appends a commit without the file.
  public CommitId remove(String message) {
    return append(Optional.empty(), message);
  }

  private CommitId append(Optional<Content> content, String message) {
    CommitId id = new CommitId(String.format("%02xc0ffee%032x", ++serial % 256, serial / 256));
    Instant at = Instant.parse("2026-11-20T12:00:00Z").plusSeconds(serial);
    Person jane = new Person("Jane", "jane@example.org");
    history.add(new Version(new SourceCommit(id, jane, at, at, message), content));
    return id;
  }

  /// Appends a commit.
  public CommitId commit(String text) {
    return commit(text, "Change the rules");
  }

  /// Points the branch back at a commit, as a force push does.
  public void reset(CommitId to) {
    while (!history.getLast().commit().id().equals(to)) {
      history.removeLast();
    }
  }

  /// Forgets the history: the next commit is the first of a new one.
  public void rewrite() {
    history.clear();
  }

  /// From now on no more of the history can be seen than so many commits.
  public void reaching(int commits) {
    reach = commits;
  }

  /// From now on it shows commits without what they hold, but for the tip's.
  public void blind() {
    blind = true;
  }

  /// From now on every call fails so; empty ends it.
  public void failing(Optional<Failure> how) {
    failingFrom(Step.LOOK, how);
  }

  /// From now on a tip is named, perhaps a blob, but every call from a step on fails so.
  public void failingFrom(Step step, Optional<Failure> how) {
    failingFrom = step;
    failure = how;
  }

  /// The server is out of reach.
  public void down() {
    failing(Optional.of(Failure.retry(Step.LOOK, "connection refused", "wait")));
  }

  /// Whether calls fail.
  public boolean isDown() {
    return failure.isPresent();
  }

  /// How often the server was asked for a tip.
  public int looks() {
    return looks;
  }

  @Override
  public Tip look(Source source) throws StepFailed {
    looks++;
    check(Step.LOOK);
    if (history.isEmpty()) {
      throw new StepFailed(Failure.newCommit(Step.LOOK, "there is no branch master", "push it"));
    }
    return new Tip(new Branch("master"), history.getLast().commit().id());
  }

  /// One request a look, of a hundred bytes.
  @Override
  public Traffic traffic(Source source) {
    return new Traffic(1, 100);
  }

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws StepFailed {
    check(Step.FETCH);
    Version version = version(tip.commit()).orElseThrow();
    Content content =
        version
            .content()
            .orElseThrow(() ->
                new StepFailed(
                    Failure.newCommit(
                        Step.EXTRACT, "branch master has no " + path, "commit the file")));
    return new Found(tip, path, version.commit(), content.blob(), Way.PATH_ONLY);
  }

  @Override
  public Content read(Source source, Found found, long maxSize) throws StepFailed {
    check(Step.EXTRACT);
    Content content = version(found.tip().commit()).orElseThrow().content().orElseThrow();
    if (content.size() > maxSize) {
      throw new StepFailed(Failure.newCommit(Step.EXTRACT, "too large", "raise max-size"));
    }
    return content;
  }

  @Override
  public Optional<String> manner(Source source) {
    return Optional.empty();
  }

  @Override
  public Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws StepFailed {
    check(Step.JUDGE);
    List<CommitId> ids = history.stream().map(version -> version.commit().id()).toList();
    int from = ids.indexOf(deployed);
    if (from < 0) {
      return Lineage.unknown(Ancestry.REWRITTEN, "the history before the rewrite can't be had");
    }
    if (history.size() - from > reach) {
      return Lineage.unknown(Ancestry.UNKNOWN, "the deployed commit is too far away");
    }
    List<SourceCommit> permitting =
        history.subList(from + 1, history.size()).reversed().stream()
            .map(Version::commit)
            .filter(commit -> !commit.allowances().isEmpty())
            .toList();
    return new Lineage(
        Ancestry.DESCENDS,
        blind
            ? new CommitLog.Unknown("the server did not send the directories of older commits")
            : new CommitLog.Known(touching(from)),
        new CommitLog.Known(permitting));
  }

  private List<SourceCommit> touching(int from) {
    List<SourceCommit> touching = new ArrayList<>();
    for (int i = from + 1; i < history.size(); i++) {
      boolean same = i > 0 && history.get(i - 1).content().equals(history.get(i).content());
      if (!same) {
        touching.addFirst(history.get(i).commit());
      }
    }
    return touching;
  }

  @Override
  public CommitLog writer(Source source, Tip tip, RepoPath path) throws StepFailed {
    check(Step.JUDGE);
    return blind
        ? new CommitLog.Unknown("the server did not send the directories of older commits")
        : new CommitLog.Known(touching(-1).subList(0, 1));
  }

  @Override
  public String verify(Source source, Tip tip, List<CommitId> commits) throws StepFailed {
    check(Step.JUDGE);
    for (CommitId commit : commits) {
      if (version(commit).orElseThrow().commit().message().contains("unsigned")) {
        throw new StepFailed(
            Failure.newCommit(Step.JUDGE, commit.abbreviated() + " is not signed", "sign it"));
      }
    }
    return "jane@example.org";
  }

  private Optional<Version> version(CommitId id) {
    return history.stream().filter(version -> version.commit().id().equals(id)).findFirst();
  }

  private void check(Step step) throws StepFailed {
    if (failure.isPresent() && step.compareTo(failingFrom) >= 0) {
      throw new StepFailed(failure.get());
    }
  }

  /// The content's id at the tip.
  public BlobId tipBlob() {
    return history.getLast().content().orElseThrow().blob();
  }

  /// The content at the tip; empty when nothing was pushed.
  public Optional<String> tipText() {
    return history.isEmpty() ? Optional.empty() : history.getLast().content().map(Content::text);
  }

  private record Version(SourceCommit commit, Optional<Content> content) {}
}
