// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror.Ancestry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Judges, from the part of a history that a shallow clone holds, how two commits are related.
///
/// @param mirror the clone
/// @param boundary the commits whose parents it does not know
record Ancestors(MirrorRepository mirror, Set<ObjectId> boundary) {
  static Ancestors in(MirrorRepository mirror) throws IOException {
    return new Ancestors(mirror, Set.copyOf(mirror.getObjectDatabase().getShallowCommits()));
  }

  /// Whether the tip descends from another commit.
  ///
  /// [Ancestry#UNKNOWN] as long as the other commit could be hidden behind the boundary. It can't
  /// be behind a commit that is its own ancestor, which settles the ordinary force push without
  /// more of the history.
  Ancestry between(ObjectId deployed, ObjectId tip) throws IOException {
    boolean known = mirror.getObjectDatabase().has(deployed);
    if (known && isAncestor(deployed, tip)) {
      return Ancestry.DESCENDS;
    }
    for (ObjectId end : boundaryBelow(tip)) {
      if (!known || !isAncestor(end, deployed)) {
        return Ancestry.UNKNOWN;
      }
    }
    return Ancestry.REWRITTEN;
  }

  private boolean isAncestor(ObjectId older, ObjectId newer) throws IOException {
    try (RevWalk walk = walk()) {
      return walk.isMergedInto(walk.parseCommit(older), walk.parseCommit(newer));
    }
  }

  private Set<ObjectId> boundaryBelow(ObjectId tip) throws IOException {
    Set<ObjectId> met = new HashSet<>();
    try (RevWalk walk = walk()) {
      walk.markStart(walk.parseCommit(tip));
      for (RevCommit commit : walk) {
        if (boundary.contains(commit)) {
          met.add(commit.copy());
        }
      }
    }
    return met;
  }

  private RevWalk walk() {
    RevWalk walk = new RevWalk(mirror);
    walk.setRetainBody(false);
    return walk;
  }
}
