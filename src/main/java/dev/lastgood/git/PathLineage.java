// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror.Ancestry;
import dev.lastgood.deploy.Mirror.Lineage;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.pack.GitObject;
import dev.lastgood.pack.GitObject.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// How a tip relates to an older commit and who touched a path in between, from single objects.
///
/// Usually everything came with the tip already, and nothing is asked for.
///
/// @param source whose history it is
/// @param supplies bring what is missing
/// @param objects what is known, and what is brought
record PathLineage(Source source, Supply.Opener supplies, KnownObjects objects) {
  /// The lineage.
  ///
  /// @param news the stretch that came with the newest tip
  Lineage between(ObjectId from, ObjectId tip, RepoPath path, Optional<Stretch> news)
      throws IOException, StepFailed {
    Optional<Stretch> telling =
        news.filter(stretch -> stretch.tip().equals(tip))
            .filter(stretch -> stretch.from(from) != Ancestry.UNKNOWN);
    Stretch stretch =
        telling.isPresent()
            ? telling.get()
            : supplies.with(source, supply -> fetched(supply, tip, from, path));
    Ancestry ancestry = stretch.from(from);
    boolean between = ancestry == Ancestry.DESCENDS || stretch.stops();
    if (ancestry == Ancestry.UNKNOWN || !between) {
      return new Lineage(ancestry, List.of());
    }
    PathHistory.Told told = told(stretch, from, path, Set.of());
    Set<ObjectId> edges = new HashSet<>(told.missing());
    edges.removeAll(stretch.commits().keySet());
    if (!edges.isEmpty() && isBrought(edges, path)) {
      told = told(stretch, from, path, edges);
    }
    return new Lineage(ancestry, told.touching());
  }

  private Stretch fetched(Supply supply, ObjectId tip, ObjectId from, RepoPath path)
      throws IOException {
    Stretch stretch = supply.history(tip, from, Reading.DEPTHS.getFirst());
    if (stretch.from(from) == Ancestry.UNKNOWN) {
      stretch = supply.history(tip, from, Reading.DEPTHS.getLast());
    }
    objects.add(stretch.objects());
    new PathDirectories(objects, path).bring(supply, stretch.commits().values());
    return stretch;
  }

  /// Brings what commits outside a stretch hold at the path: where a branch began below the older
  /// commit, and that one itself when it is no longer on disk.
  ///
  /// @return whether that could be had; a name that is missing is no reason to hold a deployment up
  private boolean isBrought(Set<ObjectId> edges, RepoPath path) throws IOException, StepFailed {
    try {
      return supplies.with(
          source,
          supply -> {
            List<RevCommit> commits = new ArrayList<>();
            for (GitObject object : supply.roots(edges)) {
              objects.add(List.of(object));
              if (object.kind() == Kind.COMMIT) {
                commits.add(RevCommit.parse(object.bytes()));
              }
            }
            new PathDirectories(objects, path).bring(supply, commits);
            return true;
          });
    } catch (Refusal e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  /// @param edges commits whose content is known and nothing else
  private PathHistory.Told told(Stretch stretch, ObjectId from, RepoPath path, Set<ObjectId> edges)
      throws IOException {
    PathTrees trees = new PathTrees(objects, path);
    Set<ObjectId> boundary = new HashSet<>(stretch.boundary());
    boundary.addAll(edges);
    return new PathHistory(objects, boundary, commit -> trees.file(commit.getTree().copy()))
        .between(from, stretch.tip());
  }
}
