// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.pack.GitObject.Kind;
import dev.lastgood.sync.port.Mirror.Ancestry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/// Judges, from the part of a history that a shallow clone holds, how two commits are related.
///
/// By parents alone, and not by JGit's walk: that goes by dates of 32 bits, and takes a commit's
/// parents as they come, however many.
///
/// @param mirror the clone
/// @param boundary the commits whose parents it does not know
record Ancestors(MirrorRepository mirror, Set<ObjectId> boundary) {
  static Ancestors in(MirrorRepository mirror) throws IOException {
    return new Ancestors(mirror, new TreeSet<>(mirror.getObjectDatabase().getShallowCommits()));
  }

  /// Whether the tip descends from another commit.
  ///
  /// [Ancestry#UNKNOWN] as long as the other commit could be hidden behind the boundary. It can't
  /// be behind a commit that is its own ancestor, which settles the ordinary force push without
  /// more of the history.
  Ancestry between(ObjectId deployed, ObjectId tip) throws IOException {
    Set<ObjectId> below = reachable(tip, Optional.of(deployed));
    if (below.contains(deployed)) {
      return Ancestry.DESCENDS;
    }
    below.retainAll(boundary);
    if (below.isEmpty()) {
      return Ancestry.REWRITTEN;
    }
    boolean known = mirror.getObjectDatabase().has(deployed);
    return known && reachable(deployed, Optional.empty()).containsAll(below)
        ? Ancestry.REWRITTEN
        : Ancestry.UNKNOWN;
  }

  /// The commits from one down to the boundary, itself with them.
  ///
  /// @param wanted ends the walk as soon as it is met
  private Set<ObjectId> reachable(ObjectId from, Optional<ObjectId> wanted) throws IOException {
    Set<ObjectId> met = new TreeSet<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(from));
    try (ObjectReader reader = mirror.newObjectReader()) {
      GitObjects objects = new RepositoryObjects(reader);
      while (!ahead.isEmpty()) {
        ObjectId next = ahead.remove();
        if (!met.add(next)) {
          continue;
        }
        RevCommit commit = Commits.parse(objects.read(next, Kind.COMMIT));
        if (wanted.filter(next::equals).isPresent()) {
          return met;
        }
        if (!boundary.contains(next)) {
          ahead.addAll(PathHistory.parents(commit));
        }
      }
    }
    return met;
  }
}
