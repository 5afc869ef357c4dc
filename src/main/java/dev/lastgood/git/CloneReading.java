// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror.Ancestry;
import dev.lastgood.deploy.Mirror.Found;
import dev.lastgood.deploy.Mirror.Lineage;
import dev.lastgood.deploy.Mirror.Tip;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Way;
import java.io.IOException;
import java.util.List;
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
      if (lineage.ancestry() == Ancestry.UNKNOWN) {
        lineage = mirrors.readDeeper(source, tip, depth, reading).orElse(lineage);
      }
    }
    return lineage;
  }

  private static Lineage lineage(MirrorRepository mirror, CommitId deployed, Tip tip, RepoPath path)
      throws IOException {
    ObjectId from = id(deployed);
    ObjectId to = id(tip.commit());
    Ancestors ancestors = Ancestors.in(mirror);
    if (!mirror.holds(deployed)) {
      return new Lineage(ancestors.between(from, to), List.of());
    }
    try (ObjectReader reader = mirror.newObjectReader()) {
      GitObjects objects = new RepositoryObjects(reader);
      PathTrees trees = new PathTrees(objects, path);
      PathHistory history =
          new PathHistory(
              objects, ancestors.boundary(), commit -> trees.file(commit.getTree().copy()));
      return new Lineage(ancestors.between(from, to), history.between(from, to).touching());
    }
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
