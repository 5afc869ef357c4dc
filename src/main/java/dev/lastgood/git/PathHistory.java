// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.SourceCommit;
import dev.lastgood.pack.GitObject.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Who touched a path, as `git log <path>` tells it, from as much of the history as is known.
///
/// What can't be told without an object that is not here is left out: it is better to name nobody
/// than the wrong person.
///
/// @param objects the commits and the trees on the path
/// @param boundary commits whose parents are not known, and which nothing is said of
/// @param content what a commit holds at the path
record PathHistory(GitObjects objects, Set<ObjectId> boundary, Content content) {
  private static final int MOST = 1_000;

  private static final Comparator<RevCommit> NEWEST_FIRST =
      Comparator.comparingInt(RevCommit::getCommitTime).reversed();

  /// What a commit holds at the path.
  interface Content {
    /// The blob; empty when the path is not there.
    ///
    /// @throws AbsentObjectException when that can't be known
    Optional<ObjectId> in(RevCommit commit) throws IOException;
  }

  /// What was found out.
  ///
  /// @param touching the commits that made the path what it is, newest first
  /// @param missing commits without whose content nothing could be said of others
  record Told(List<SourceCommit> touching, Set<ObjectId> missing) {}

  /// The commits below `tip` and not below `deployed` that made the path what it is, newest first.
  ///
  /// Where a merge took the path from one of its parents as it was, only that parent is followed:
  /// the merge did not write it, and what the other side did to it was dropped.
  Told between(ObjectId deployed, ObjectId tip) throws IOException {
    Set<ObjectId> before = reachable(deployed, Set.of()).keySet();
    Set<ObjectId> followed = new HashSet<>(Set.of(tip));
    List<SourceCommit> touching = new ArrayList<>();
    Set<ObjectId> missing = new HashSet<>();
    for (RevCommit commit : newestFirst(reachable(tip, before))) {
      if (followed.contains(commit) && !boundary.contains(commit) && touching.size() < MOST) {
        Optional<ObjectId> source = parentItCameFrom(commit, missing);
        if (source.isPresent()) {
          followed.add(source.get());
        } else if (Collections.disjoint(missing, parents(commit)) && !missing.contains(commit)) {
          touching.add(Commits.read(commit));
          parents(commit).forEach(followed::add);
        }
      }
    }
    return new Told(touching, missing);
  }

  private Optional<ObjectId> parentItCameFrom(RevCommit commit, Set<ObjectId> missing)
      throws IOException {
    Optional<ObjectId> own;
    try {
      own = content.in(commit);
    } catch (AbsentObjectException e) {
      missing.add(commit.copy());
      return Optional.empty();
    }
    for (ObjectId parent : parents(commit)) {
      try {
        if (content.in(parsed(parent)).equals(own)) {
          return Optional.of(parent);
        }
      } catch (AbsentObjectException e) {
        missing.add(parent);
      }
    }
    boolean neverThere = commit.getParentCount() == 0 && own.isEmpty();
    return neverThere ? Optional.of(commit.copy()) : Optional.empty();
  }

  /// The known commits from one down, but for the excluded ones and what is below those.
  private Map<ObjectId, RevCommit> reachable(ObjectId from, Set<ObjectId> excluded)
      throws IOException {
    Map<ObjectId, RevCommit> met = new LinkedHashMap<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(from));
    while (!ahead.isEmpty()) {
      ObjectId next = ahead.remove();
      if (met.containsKey(next) || excluded.contains(next)) {
        continue;
      }
      Optional<RevCommit> commit = known(next);
      if (commit.isPresent()) {
        met.put(next, commit.get());
        if (!boundary.contains(next)) {
          ahead.addAll(parents(commit.get()));
        }
      }
    }
    return met;
  }

  /// No commit before its children, whatever its clock said.
  private static List<RevCommit> newestFirst(Map<ObjectId, RevCommit> commits) {
    Map<ObjectId, Integer> children = new HashMap<>();
    for (RevCommit commit : commits.values()) {
      parents(commit).forEach(parent -> children.merge(parent, 1, Integer::sum));
    }
    PriorityQueue<RevCommit> ready = new PriorityQueue<>(NEWEST_FIRST);
    commits.values().stream().filter(each -> !children.containsKey(each)).forEach(ready::add);
    List<RevCommit> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      RevCommit commit = ready.remove();
      sorted.add(commit);
      for (ObjectId parent : parents(commit)) {
        if (children.merge(parent, -1, Integer::sum) == 0 && commits.containsKey(parent)) {
          ready.add(commits.get(parent));
        }
      }
    }
    return sorted;
  }

  private Optional<RevCommit> known(ObjectId id) throws IOException {
    try {
      return Optional.of(parsed(id));
    } catch (AbsentObjectException e) {
      return Optional.empty();
    }
  }

  private RevCommit parsed(ObjectId id) throws IOException {
    return RevCommit.parse(objects.read(id, Kind.COMMIT));
  }

  private static List<ObjectId> parents(RevCommit commit) {
    List<ObjectId> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(parent.copy());
    }
    return parents;
  }
}
