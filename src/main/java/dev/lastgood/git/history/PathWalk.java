// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.model.CommitLog;
import dev.lastgood.model.SourceCommit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// One way down a history, along what a path holds.
final class PathWalk {
  private static final int MOST = 1_000;

  private static final String WITHHELD = "the server did not send the directories of older commits";

  private static final Comparator<RevCommit> NEWEST_FIRST =
      Comparator.comparing(Commits::committedAt).reversed();

  /// What becomes of a merge that took the path from one of its parents as it was.
  enum Merges {
    /// Only that parent is followed: the merge did not write it, and what the other side did to it
    /// was dropped.
    FOLLOWED,
    /// It chose, so it is named, when another parent held something else; every parent is followed.
    NAMED
  }

  /// Where a commit has from what it holds.
  private sealed interface WrittenBy {
    /// From these parents, as it was.
    record Parents(List<ObjectId> parents) implements WrittenBy {}

    /// It wrote it.
    record Itself() implements WrittenBy {}

    /// Something is missing that would tell.
    record Unclear(String why) implements WrittenBy {}
  }

  private final PathHistory history;
  private final Map<ObjectId, RevCommit> commits;
  private final Merges merges;
  // In trees: the parents that a commit names are anybody's choice, and may share their hash code.
  private final Set<ObjectId> missing = new TreeSet<>();
  private final Set<ObjectId> followed = new TreeSet<>();

  PathWalk(PathHistory history, Map<ObjectId, RevCommit> commits, Merges merges) {
    this.history = history;
    this.commits = commits;
    this.merges = merges;
  }

  /// Commits without whose content nothing could be said of others.
  Set<ObjectId> missing() {
    return missing;
  }

  /// Where it went out of the commits that may be named.
  Set<ObjectId> ends() {
    Set<ObjectId> ends = new TreeSet<>(followed);
    ends.removeAll(commits.keySet());
    return ends;
  }

  /// Those that may be named and whose turn came.
  Set<ObjectId> met() {
    Set<ObjectId> met = new TreeSet<>(followed);
    met.retainAll(commits.keySet());
    return met;
  }

  /// Everybody who touched the path, newest first.
  CommitLog from(ObjectId tip) throws IOException {
    return walk(tip, MOST + 1);
  }

  /// The newest who did.
  CommitLog first(ObjectId tip) throws IOException {
    return walk(tip, 1);
  }

  private CommitLog walk(ObjectId tip, int most) throws IOException {
    List<SourceCommit> touching = new ArrayList<>();
    Optional<String> gap = Optional.empty();
    followed.add(tip);
    for (RevCommit commit : newestFirst(commits)) {
      if (!followed.contains(commit) || touching.size() == most) {
        continue;
      }
      switch (writtenBy(commit)) {
        case WrittenBy.Parents(List<ObjectId> parents) -> followed.addAll(parents);
        case WrittenBy.Itself() -> {
          touching.add(Commits.read(commit));
          followed.addAll(PathHistory.parents(commit));
        }
        case WrittenBy.Unclear(String why) -> gap = gap.or(() -> Optional.of(why));
      }
    }
    if (gap.isPresent()) {
      return new CommitLog.Unknown(gap.get());
    }
    return touching.size() > MOST
        ? new CommitLog.Unknown("too many commits touched the path, more than " + MOST)
        : new CommitLog.Known(touching);
  }

  private WrittenBy writtenBy(RevCommit commit) throws IOException {
    if (history.cut().contains(commit)) {
      return new WrittenBy.Unclear(PathHistory.BEYOND);
    }
    List<ObjectId> parents = PathHistory.parents(commit);
    Optional<Optional<ObjectId>> own = history.at(commit.copy(), missing);
    if (own.isEmpty()) {
      return new WrittenBy.Unclear(WITHHELD);
    }
    List<ObjectId> same = new ArrayList<>();
    boolean unclear = false;
    for (ObjectId parent : parents) {
      Optional<Optional<ObjectId>> theirs = history.at(parent, missing);
      unclear |= theirs.isEmpty();
      if (theirs.equals(own)) {
        same.add(parent);
      }
    }
    boolean neverThere = parents.isEmpty() && own.get().isEmpty();
    boolean taken =
        switch (merges) {
          case FOLLOWED -> !same.isEmpty();
          case NAMED -> !same.isEmpty() && same.size() == parents.size();
        };
    if (taken || neverThere) {
      return new WrittenBy.Parents(
          merges == Merges.FOLLOWED ? same.stream().limit(1).toList() : same);
    }
    return unclear ? new WrittenBy.Unclear(WITHHELD) : new WrittenBy.Itself();
  }

  /// No commit before its children, whatever its clock said.
  static List<RevCommit> newestFirst(Map<ObjectId, RevCommit> commits) {
    Map<ObjectId, Integer> children = new TreeMap<>();
    for (RevCommit commit : commits.values()) {
      PathHistory.parents(commit).forEach(parent -> children.merge(parent, 1, Integer::sum));
    }
    PriorityQueue<RevCommit> ready = new PriorityQueue<>(NEWEST_FIRST);
    commits.values().stream().filter(each -> !children.containsKey(each)).forEach(ready::add);
    List<RevCommit> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      RevCommit commit = ready.remove();
      sorted.add(commit);
      for (ObjectId parent : PathHistory.parents(commit)) {
        if (children.merge(parent, -1, Integer::sum) == 0 && commits.containsKey(parent)) {
          ready.add(commits.get(parent));
        }
      }
    }
    return sorted;
  }
}
