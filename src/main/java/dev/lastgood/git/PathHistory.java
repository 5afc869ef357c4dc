// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.RepoPath;
import dev.lastgood.model.SourceCommit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Who touched a path, as `git log <path>` tells it.
///
/// @param mirror the clone
/// @param boundary the commits whose parents it does not know, and which nothing is said of
/// @param path the path
record PathHistory(MirrorRepository mirror, Set<ObjectId> boundary, RepoPath path) {
  private static final int MOST = 1_000;

  /// What a commit holds at the path: the mode counts, as it does for a deployment.
  private record Holding(int mode, ObjectId id) {}

  /// The commits below `tip` and not below `deployed` that made the path what it is, newest first.
  ///
  /// Where a merge took the path from one of its parents as it was, only that parent is followed:
  /// the merge did not write it, and what the other side did to it was dropped.
  List<SourceCommit> between(ObjectId deployed, ObjectId tip) throws IOException {
    try (RevWalk walk = new RevWalk(mirror)) {
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.COMMIT_TIME_DESC, true);
      walk.markStart(walk.parseCommit(tip));
      walk.markUninteresting(walk.parseCommit(deployed));
      Set<ObjectId> followed = new HashSet<>(Set.of(tip));
      List<SourceCommit> touching = new ArrayList<>();
      for (RevCommit commit : walk) {
        if (followed.contains(commit) && !boundary.contains(commit) && touching.size() < MOST) {
          Optional<RevCommit> source = parentItCameFrom(walk, commit);
          if (source.isPresent()) {
            followed.add(source.get().copy());
          } else {
            touching.add(Commits.read(commit));
            for (RevCommit parent : commit.getParents()) {
              followed.add(parent.copy());
            }
          }
        }
      }
      return touching;
    }
  }

  private Optional<RevCommit> parentItCameFrom(RevWalk walk, RevCommit commit) throws IOException {
    Optional<Holding> own = holding(commit);
    for (RevCommit parent : commit.getParents()) {
      walk.parseHeaders(parent);
      if (holding(parent).equals(own)) {
        return Optional.of(parent);
      }
    }
    boolean neverThere = commit.getParentCount() == 0 && own.isEmpty();
    return neverThere ? Optional.of(commit) : Optional.empty();
  }

  private Optional<Holding> holding(RevCommit commit) throws IOException {
    try (TreeWalk found = TreeWalk.forPath(mirror, path.value(), commit.getTree())) {
      return found == null
          ? Optional.empty()
          : Optional.of(new Holding(found.getRawMode(0), found.getObjectId(0)));
    }
  }
}
