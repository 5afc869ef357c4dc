// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.Ancestors;
import dev.lastgood.git.history.CheckedObjects;
import dev.lastgood.git.history.Commits;
import dev.lastgood.git.history.GitObjects;
import dev.lastgood.git.history.PathHistory;
import dev.lastgood.git.history.PathTrees;
import dev.lastgood.git.history.RepositoryObjects;
import dev.lastgood.git.link.ExchangeFailed;
import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.git.sign.Signers;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror.Ancestry;
import dev.lastgood.sync.port.Mirror.Found;
import dev.lastgood.sync.port.Mirror.Lineage;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/// Reads a source by a shallow clone that is kept between passes: where a server leaves nothing
/// out. One that turns out to be broken is cloned anew, once.
record CloneReader(ShallowClone clones) implements SourceReader {
  /// Something to find out from a clone.
  private interface Question<T> {
    /// @param boundary the commits whose parents it lacks
    T of(GitObjects objects, Set<ObjectId> boundary) throws IOException, StepFailed;
  }

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws StepFailed {
    return ask(
        source,
        tip,
        Step.EXTRACT,
        (objects, _) -> {
          CheckedObjects sound = new CheckedObjects(objects);
          RevCommit commit = sound.commit(Commits.id(tip.commit()));
          BlobId blob = new PathFinder(sound, tip).find(commit.getTree(), path);
          return new Found(tip, path, Commits.read(commit), blob, Way.SHALLOW_CLONE);
        });
  }

  @Override
  public Content read(Source source, Found found, long maxSize) throws StepFailed {
    return ask(
        source,
        found.tip(),
        Step.EXTRACT,
        (objects, _) -> new BlobReader(objects).read(found, maxSize));
  }

  @Override
  public Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws StepFailed {
    Question<Lineage> question =
        (objects, boundary) ->
            lineage(objects, boundary, Commits.id(deployed), Commits.id(tip.commit()), path);
    Lineage lineage = ask(source, tip, Step.FETCH, question);
    for (int depth : DEPTHS) {
      if (isCut(lineage)) {
        lineage = askDeeper(source, tip, depth, question).orElse(lineage);
      }
    }
    return lineage;
  }

  /// Whether more of the history may tell more.
  private static boolean isCut(Lineage lineage) {
    return switch (lineage.ancestry()) {
      case UNKNOWN -> true;
      case DESCENDS -> lineage.touching() instanceof CommitLog.Unknown;
      case REWRITTEN -> false;
    };
  }

  private static Lineage lineage(
      GitObjects objects, Set<ObjectId> boundary, ObjectId from, ObjectId tip, RepoPath path)
      throws IOException {
    Ancestors ancestors = new Ancestors(objects, boundary);
    Ancestry ancestry = ancestors.between(from, tip);
    if (!ancestors.knows(from)) {
      return Lineage.unknown(ancestry, "the history of the deployed commit can't be had");
    }
    PathHistory.Result result = history(objects, boundary, path).between(from, tip, ancestry);
    return new Lineage(ancestry, result.touching(), result.permitting());
  }

  @Override
  public CommitLog writer(Source source, Tip tip, RepoPath path) throws StepFailed {
    Question<CommitLog> question =
        (objects, boundary) ->
            history(objects, boundary, path).writer(Commits.id(tip.commit())).touching();
    CommitLog found = ask(source, tip, Step.FETCH, question);
    for (int depth : DEPTHS) {
      if (found instanceof CommitLog.Unknown) {
        found = askDeeper(source, tip, depth, question).orElse(found);
      }
    }
    return found;
  }

  /// A clone holds every commit's trees, and its own boundary is all that it lacks.
  private static PathHistory history(GitObjects objects, Set<ObjectId> boundary, RepoPath path) {
    PathTrees trees = new PathTrees(objects, path);
    return new PathHistory(
        objects, boundary, _ -> false, commit -> trees.file(commit.getTree().copy()));
  }

  @Override
  public String verify(Source source, Tip tip, List<CommitId> commits) throws StepFailed {
    return ask(source, tip, Step.FETCH, (objects, _) -> new Signers(source, objects).all(commits));
  }

  private <T> T ask(Source source, Tip tip, Step step, Question<T> question) throws StepFailed {
    try {
      return answer(clones.holding(source, tip), question);
    } catch (ExchangeFailed e) {
      throw e.in(step);
    } catch (IOException | RuntimeException broken) {
      return askOnce(clones.fresh(source, tip, 1), step, question);
    }
  }

  /// The answer of a clone with more of the history; empty when there is no more to be had.
  private <T> Optional<T> askDeeper(Source source, Tip tip, int depth, Question<T> question)
      throws StepFailed {
    Optional<MirrorRepository> clone = clones.deepened(source, tip, depth);
    return clone.isEmpty()
        ? Optional.empty()
        : Optional.of(askOnce(clone.get(), Step.FETCH, question));
  }

  private static <T> T askOnce(MirrorRepository clone, Step step, Question<T> question)
      throws StepFailed {
    try {
      return answer(clone, question);
    } catch (IOException | RuntimeException e) {
      throw ExchangeProblem.of(clone.source().remote(), step, e).because(e);
    }
  }

  private static <T> T answer(MirrorRepository opened, Question<T> question)
      throws IOException, StepFailed {
    try (MirrorRepository clone = opened;
        ObjectReader reader = clone.newObjectReader()) {
      Set<ObjectId> boundary = new TreeSet<>(clone.getObjectDatabase().getShallowCommits());
      return question.of(new RepositoryObjects(reader), boundary);
    }
  }
}
