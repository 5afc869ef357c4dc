// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.sync.port.Mirror.Ancestry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Judges, from the part of a history that a shallow clone holds, how two commits are related.
///
/// By parents alone, and not by JGit's walk: that goes by dates of 32 bits, and takes a commit's
/// parents as they come, however many.
///
/// @param boundary those whose parents are not known
public record Ancestors(GitObjects objects, Set<ObjectId> boundary) {
  /// Whether the tip descends from another commit.
  ///
  /// [Ancestry#UNKNOWN] as long as the other commit could be hidden behind the boundary. It can't
  /// be behind a commit that is its own ancestor, which settles the ordinary force push without
  /// more of the history.
  public Ancestry between(ObjectId deployed, ObjectId tip) throws IOException {
    Set<ObjectId> below = reachable(tip, Optional.of(deployed));
    if (below.contains(deployed)) {
      return Ancestry.DESCENDS;
    }
    below.retainAll(boundary);
    if (below.isEmpty()) {
      return Ancestry.REWRITTEN;
    }
    return knows(deployed) && reachable(deployed, Optional.empty()).containsAll(below)
        ? Ancestry.REWRITTEN
        : Ancestry.UNKNOWN;
  }

  /// Whether a commit is here.
  public boolean knows(ObjectId commit) throws IOException {
    try {
      objects.read(commit, ObjectType.COMMIT);
      return true;
    } catch (AbsentObjectException e) {
      return false;
    }
  }

  /// The commits from one down to the boundary, itself with them.
  ///
  /// @param wanted ends the walk as soon as it is met
  private Set<ObjectId> reachable(ObjectId from, Optional<ObjectId> wanted) throws IOException {
    Set<ObjectId> met = new TreeSet<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(from));
    while (!ahead.isEmpty()) {
      ObjectId next = ahead.remove();
      if (!met.add(next)) {
        continue;
      }
      RevCommit commit = Commits.parse(objects.read(next, ObjectType.COMMIT));
      if (wanted.filter(next::equals).isPresent()) {
        return met;
      }
      if (!boundary.contains(next)) {
        ahead.addAll(PathHistory.parents(commit));
      }
    }
    return met;
  }
}
