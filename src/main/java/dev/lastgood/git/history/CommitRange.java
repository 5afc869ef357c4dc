// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.sync.port.Mirror.Ancestry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// A tip and the commits below it that a server sent.
///
/// @param known the commit that the server was told we have: what that one reaches was not sent
/// @param boundary commits whose parents the server left out for being too far away
public record CommitRange(
    ObjectId tip, Optional<ObjectId> known, Set<ObjectId> boundary, List<GitObject> objects) {

  /// Whether the tip itself came; it does not when what we have reaches it.
  public boolean hasTip() {
    return objects.stream().anyMatch(object -> object.id().equals(tip));
  }

  /// The commits' ids and what they are.
  public Map<ObjectId, RevCommit> commits() {
    Map<ObjectId, RevCommit> commits = new HashMap<>();
    for (GitObject object : objects) {
      if (object.type() == ObjectType.COMMIT) {
        commits.put(object.id(), RevCommit.parse(object.bytes()));
      }
    }
    return commits;
  }

  /// Whether it ends somewhere at what the known commit reaches: then the server knows that one.
  public boolean stops() {
    Map<ObjectId, RevCommit> commits = commits();
    return commits.values().stream()
        .filter(commit -> !boundary.contains(commit))
        .flatMap(commit -> Arrays.stream(commit.getParents()))
        .anyMatch(parent -> !commits.containsKey(parent));
  }

  /// Whether the tip descends from a commit.
  ///
  /// That it does is proven: every commit's hash vouches for its parents. That it does not is the
  /// server's word, and only taken for the commit that this range was asked to stop at; a server
  /// that keeps commits to itself can hold a deployment up, and no more.
  public Ancestry from(ObjectId older) {
    Map<ObjectId, RevCommit> commits = commits();
    boolean cut = false;
    boolean stopped = false;
    Set<ObjectId> met = new HashSet<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(tip));
    while (!ahead.isEmpty()) {
      ObjectId next = ahead.remove();
      if (next.equals(older)) {
        return Ancestry.DESCENDS;
      }
      RevCommit commit = commits.get(next);
      if (commit == null) {
        stopped = true;
      } else if (boundary.contains(next)) {
        cut = true;
      } else if (met.add(next)) {
        for (RevCommit parent : commit.getParents()) {
          ahead.add(parent.copy());
        }
      }
    }
    boolean stoppedElsewhere = stopped && !known.equals(Optional.of(older));
    return cut || stoppedElsewhere ? Ancestry.UNKNOWN : Ancestry.REWRITTEN;
  }
}
