// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.sync.port.Mirror.Ancestry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Who touched a path, as `git log <path>` tells it, from as much of the history as is known.
///
/// Where that is not enough, nobody is named rather than the wrong person, and the answer says that
/// it is none: a commit whose content is not here, or whose parents are not, may hide another that
/// touched the path.
///
/// @param cut commits whose parents are not known
/// @param outside tells the commits that are below the deployed one by the server's word, of which
///   nothing is said
public record PathHistory(
    GitObjects objects, Set<ObjectId> cut, Predicate<ObjectId> outside, PathLookup lookup) {
  static final String BEYOND = "the history goes on beyond what could be fetched";

  /// What a commit holds at the path.
  public interface PathLookup {
    /// The blob; empty when the path is not there.
    ///
    /// @throws AbsentObjectException when that can't be known
    Optional<ObjectId> in(RevCommit commit) throws IOException;
  }

  /// What was found out.
  ///
  /// @param missing commits without whose content nothing could be said of others
  public record Result(CommitLog touching, CommitLog permitting, Set<ObjectId> missing) {}

  /// The commits below `tip` and not below `deployed`.
  ///
  /// @param ancestry whether the tip descends from the deployed commit. Then somebody in between
  ///   made every change that there is; after a rewrite, it may have been the rewrite itself
  public Result between(ObjectId deployed, ObjectId tip, Ancestry ancestry) throws IOException {
    Map<ObjectId, RevCommit> before = reachable(deployed, Set.of());
    Map<ObjectId, RevCommit> between = reachable(tip, before.keySet());
    PathWalk walk = new PathWalk(this, between, PathWalk.Merges.FOLLOWED);
    CommitLog touching = walk.from(tip);
    Set<ObjectId> missing = new TreeSet<>(walk.missing());
    if (cut.contains(deployed) && !above(deployed, between).containsAll(walk.met())) {
      // What does not descend from it may be below it: nobody knows what is.
      touching = new CommitLog.Unknown(BEYOND);
    } else if (ancestry == Ancestry.DESCENDS && !walk.ends().stream().allMatch(deployed::equals)) {
      Optional<Optional<ObjectId>> live = at(deployed, missing);
      if (live.isEmpty()) {
        touching = new CommitLog.Unknown("what the deployed commit held is not known");
      } else if (isElsewhere(walk.ends(), live.get(), missing)) {
        touching = whoTookItBack(between, tip, live.get());
      }
    }
    return new Result(touching, permitting(between), missing);
  }

  /// Those that descend from the deployed commit.
  private static Set<ObjectId> above(ObjectId deployed, Map<ObjectId, RevCommit> between) {
    Set<ObjectId> above = new HashSet<>();
    for (RevCommit commit : PathWalk.newestFirst(between).reversed()) {
      if (parents(commit).stream().anyMatch(it -> it.equals(deployed) || above.contains(it))) {
        above.add(commit.copy());
      }
    }
    return above;
  }

  /// PathLookup from before the deployed commit came back, which no commit on the way wrote: then
  /// it was the merges that chose it.
  private CommitLog whoTookItBack(
      Map<ObjectId, RevCommit> between, ObjectId tip, Optional<ObjectId> live) throws IOException {
    PathWalk walk = new PathWalk(this, between, PathWalk.Merges.NAMED);
    return switch (walk.from(tip)) {
      case CommitLog.Unknown unknown -> unknown;
      case CommitLog.Known(List<SourceCommit> commits)
          when commits.isEmpty() && isElsewhere(Set.of(tip), live, new TreeSet<>()) ->
          new CommitLog.Unknown("no commit of this history made the change");
      case CommitLog.Known known -> known;
    };
  }

  private boolean isElsewhere(Set<ObjectId> commits, Optional<ObjectId> live, Set<ObjectId> missing)
      throws IOException {
    for (ObjectId commit : commits) {
      Optional<Optional<ObjectId>> there = at(commit, missing);
      if (there.isPresent() && !there.get().equals(live)) {
        return true;
      }
    }
    return false;
  }

  /// What a commit holds; empty when that can't be known, and then it is missing.
  Optional<Optional<ObjectId>> at(ObjectId commit, Set<ObjectId> missing) throws IOException {
    try {
      return Optional.of(lookup.in(parsed(commit)));
    } catch (AbsentObjectException e) {
      missing.add(commit);
      return Optional.empty();
    }
  }

  /// The commit that made the path what it is in the tip.
  public Result writer(ObjectId tip) throws IOException {
    Map<ObjectId, RevCommit> known = reachable(tip, Set.of());
    PathWalk walk = new PathWalk(this, known, PathWalk.Merges.FOLLOWED);
    return new Result(walk.first(tip), CommitLog.none(), walk.missing());
  }

  private CommitLog permitting(Map<ObjectId, RevCommit> between) {
    if (between.keySet().stream().anyMatch(cut::contains)) {
      return new CommitLog.Unknown(BEYOND);
    }
    return new CommitLog.Known(
        PathWalk.newestFirst(between).stream()
            .map(Commits::read)
            .filter(commit -> !commit.allowances().isEmpty())
            .toList());
  }

  /// The known commits from one down, but for the excluded ones and what is below those.
  private Map<ObjectId, RevCommit> reachable(ObjectId from, Set<ObjectId> excluded)
      throws IOException {
    Map<ObjectId, RevCommit> met = new LinkedHashMap<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(from));
    while (!ahead.isEmpty()) {
      ObjectId next = ahead.remove();
      if (met.containsKey(next) || excluded.contains(next) || outside.test(next)) {
        continue;
      }
      Optional<RevCommit> commit = known(next);
      if (commit.isPresent()) {
        met.put(next, commit.get());
        if (!cut.contains(next)) {
          ahead.addAll(parents(commit.get()));
        }
      }
    }
    return met;
  }

  private Optional<RevCommit> known(ObjectId id) throws IOException {
    try {
      return Optional.of(parsed(id));
    } catch (AbsentObjectException e) {
      return Optional.empty();
    }
  }

  private RevCommit parsed(ObjectId id) throws IOException {
    return Commits.parse(objects.read(id, ObjectType.COMMIT));
  }

  static List<ObjectId> parents(RevCommit commit) {
    List<ObjectId> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(parent.copy());
    }
    return parents;
  }
}
