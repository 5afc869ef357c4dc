// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.CommitRange;
import dev.lastgood.git.history.Commits;
import dev.lastgood.git.history.ObjectsInMemory;
import dev.lastgood.git.history.PathHistory;
import dev.lastgood.git.history.PathTrees;
import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.git.wire.GitObject;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.git.wire.ProtocolException;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Signatures;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror.Ancestry;
import dev.lastgood.sync.port.Mirror.Lineage;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// How a tip relates to an older commit and who touched a path in between, from single objects.
///
/// Usually everything came with the tip already, and nothing is asked for. Where all who touched
/// the path must have signed and the server keeps something of that to itself, this fails, so that
/// another way of reading is tried; otherwise the answer says what is not known.
record PathLineage(
    Source source, RepoPath path, ObjectFetcher.Opener fetchers, ObjectsInMemory objects) {
  /// What is asked of a history.
  private interface Question {
    PathHistory.Result of(PathHistory history) throws IOException;
  }

  /// The lineage.
  Lineage between(ObjectId from, ObjectId tip, Optional<CommitRange> tipRange)
      throws IOException, StepFailed {
    Optional<CommitRange> telling =
        tipRange
            .filter(range -> range.tip().equals(tip))
            .filter(range -> range.known().equals(Optional.of(from)))
            .filter(range -> range.from(from) != Ancestry.UNKNOWN);
    CommitRange range = telling.isPresent() ? telling.get() : fetched(tip, from);
    Ancestry ancestry = range.from(from);
    return switch (ancestry) {
      case UNKNOWN ->
          Lineage.unknown(ancestry, "the deployed commit is beyond what could be fetched");
      case REWRITTEN ->
          range.stops()
              ? lineage(range, from, ancestry)
              : Lineage.unknown(ancestry, "the history before the rewrite can't be had");
      case DESCENDS -> lineage(range, from, ancestry);
    };
  }

  private Lineage lineage(CommitRange range, ObjectId from, Ancestry ancestry)
      throws IOException, StepFailed {
    PathHistory.Result result =
        result(range, history -> history.between(from, range.tip(), ancestry));
    return new Lineage(ancestry, result.touching(), result.permitting());
  }

  /// The commit that made the path what it is in the tip.
  CommitLog writer(ObjectId tip) throws IOException, StepFailed {
    CommitLog found = new CommitLog.Unknown("");
    for (int depth : SourceReader.DEPTHS) {
      CommitRange range =
          fetchers.with(
              source, fetcher -> withTrees(fetcher, fetcher.history(tip, Optional.empty(), depth)));
      found = result(range, history -> history.writer(tip)).touching();
      if (found instanceof CommitLog.Known) {
        return found;
      }
    }
    return found;
  }

  private CommitRange fetched(ObjectId tip, ObjectId from) throws IOException, StepFailed {
    return fetchers.with(
        source,
        fetcher -> {
          Optional<ObjectId> known = Optional.of(from);
          CommitRange range = fetcher.history(tip, known, SourceReader.DEPTHS.getFirst());
          return withTrees(
              fetcher,
              range.from(from) == Ancestry.UNKNOWN
                  ? fetcher.history(tip, known, SourceReader.DEPTHS.getLast())
                  : range);
        });
  }

  private CommitRange withTrees(ObjectFetcher fetcher, CommitRange range) throws IOException {
    objects.add(range.objects());
    directories().bring(fetcher, range.commits().values());
    return range;
  }

  private PathTreeFetcher directories() {
    return new PathTreeFetcher(source, objects, path);
  }

  /// The answer, once what it takes of the commits outside the range was brought: where a branch
  /// began below the older commit, and that one itself when it is no longer on disk.
  private PathHistory.Result result(CommitRange range, Question question)
      throws IOException, StepFailed {
    Map<ObjectId, RevCommit> commits = range.commits();
    PathTrees trees = new PathTrees(objects, path);
    PathHistory history =
        new PathHistory(
            objects,
            range.boundary(),
            id -> !commits.containsKey(id),
            commit -> trees.file(commit.getTree().copy()));
    PathHistory.Result result = question.of(history);
    Set<ObjectId> asked = new TreeSet<>();
    for (Set<ObjectId> wanted = wanted(result, commits, asked);
        asked.addAll(wanted);
        wanted = wanted(result, commits, asked)) {
      bring(wanted);
      result = question.of(history);
    }
    return insisted(result);
  }

  /// Those outside the range; and those in it whose root did not come, because it is the same as
  /// that of a commit which the server takes for known: what a revert leaves.
  private Set<ObjectId> wanted(
      PathHistory.Result result, Map<ObjectId, RevCommit> commits, Set<ObjectId> asked) {
    Set<ObjectId> wanted = new TreeSet<>(result.missing());
    wanted.removeAll(asked);
    wanted.removeIf(id -> commits.containsKey(id) && objects.has(commits.get(id).getTree()));
    return wanted;
  }

  private void bring(Set<ObjectId> edges) throws IOException, StepFailed {
    try {
      fetchers.with(
          source,
          fetcher -> {
            List<RevCommit> commits = new ArrayList<>();
            for (GitObject object : fetcher.roots(edges)) {
              objects.add(List.of(object));
              if (object.type() == ObjectType.COMMIT) {
                commits.add(Commits.parse(object.bytes()));
              }
            }
            directories().bring(fetcher, commits);
            return commits;
          });
    } catch (IOException e) {
      ExchangeProblem.throwUnlessWithheld(source.remote(), e);
    }
  }

  private PathHistory.Result insisted(PathHistory.Result result) throws ProtocolException {
    Signatures.Require require = source.policy().signatures().require();
    if (require == Signatures.Require.ALL
        && result.touching() instanceof CommitLog.Unknown(String why)
        && !result.missing().isEmpty()) {
      throw new ProtocolException(why);
    }
    return result;
  }
}
