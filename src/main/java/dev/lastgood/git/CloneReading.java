// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

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
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/// Reads a source by a shallow clone that is kept between passes: where a server leaves nothing
/// out.
///
/// @param clones brings them
/// @param mirrors mends them
record CloneReading(ShallowClone clones, Mending mirrors) implements Reading {
  CloneReading(ShallowClone clones) {
    this(clones, new Mending(clones));
  }

  @Override
  public void forget(Source source) {}

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws StepFailed {
    return mirrors.read(
        source,
        tip,
        Step.EXTRACT,
        mirror -> {
          try (ObjectReader reader = mirror.newObjectReader()) {
            SoundObjects sound = new SoundObjects(new RepositoryObjects(reader));
            RevCommit commit = sound.commit(id(tip.commit()));
            BlobId blob = new PathFinder(sound, tip).find(commit.getTree(), path);
            return new Found(tip, path, Commits.read(commit), blob, Way.SHALLOW_CLONE);
          }
        });
  }

  @Override
  public Content read(Source source, Found found, long maxSize) throws StepFailed {
    return mirrors.read(
        source,
        found.tip(),
        Step.EXTRACT,
        mirror -> {
          try (ObjectReader reader = mirror.newObjectReader()) {
            return new BlobReader(new RepositoryObjects(reader)).read(found, maxSize);
          }
        });
  }

  @Override
  public Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws StepFailed {
    Mending.Reading<Lineage> reading = mirror -> lineage(mirror, deployed, tip, path);
    Lineage lineage = mirrors.read(source, tip, Step.JUDGE, reading);
    for (int depth : DEPTHS) {
      if (isCut(lineage)) {
        lineage = mirrors.readDeeper(source, tip, depth, reading).orElse(lineage);
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

  private static Lineage lineage(MirrorRepository mirror, CommitId deployed, Tip tip, RepoPath path)
      throws IOException {
    ObjectId from = id(deployed);
    ObjectId to = id(tip.commit());
    Ancestry ancestry = Ancestors.in(mirror).between(from, to);
    if (!mirror.holds(deployed)) {
      return Lineage.unknown(ancestry, "the history of the deployed commit can't be had");
    }
    try (ObjectReader reader = mirror.newObjectReader()) {
      PathHistory.Told told = history(mirror, reader, path).between(from, to, ancestry);
      return new Lineage(ancestry, told.touching(), told.permitting());
    }
  }

  @Override
  public CommitLog writer(Source source, Tip tip, RepoPath path) throws StepFailed {
    Mending.Reading<CommitLog> reading =
        mirror -> {
          try (ObjectReader reader = mirror.newObjectReader()) {
            return history(mirror, reader, path).writer(id(tip.commit())).touching();
          }
        };
    CommitLog found = mirrors.read(source, tip, Step.JUDGE, reading);
    for (int depth : DEPTHS) {
      if (found instanceof CommitLog.Unknown) {
        found = mirrors.readDeeper(source, tip, depth, reading).orElse(found);
      }
    }
    return found;
  }

  /// A clone holds every commit's trees, and its own boundary is all that it lacks.
  private static PathHistory history(MirrorRepository mirror, ObjectReader reader, RepoPath path)
      throws IOException {
    GitObjects objects = new RepositoryObjects(reader);
    PathTrees trees = new PathTrees(objects, path);
    Set<ObjectId> boundary = Ancestors.in(mirror).boundary();
    return new PathHistory(
        objects, boundary, _ -> false, commit -> trees.file(commit.getTree().copy()));
  }

  @Override
  public String verify(Source source, List<CommitId> commits) throws IOException, StepFailed {
    try (MirrorRepository mirror = clones.kept(source);
        ObjectReader reader = mirror.newObjectReader()) {
      return new Signers(source, new RepositoryObjects(reader)).all(commits);
    }
  }

  private static ObjectId id(CommitId commit) {
    return ObjectId.fromString(commit.hex());
  }
}
