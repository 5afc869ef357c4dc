// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.CheckedObjects;
import dev.lastgood.git.history.CommitRange;
import dev.lastgood.git.history.ObjectsInMemory;
import dev.lastgood.git.history.PathTrees;
import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.git.wire.ProtocolException;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Brings the directories on a path: level by level, because a directory's id is in the one above,
/// and those of many commits with one request, because who changed the path is asked of all.
final class PathTreeFetcher {
  private final Source source;
  private final ObjectsInMemory objects;
  private final PathTrees trees;

  PathTreeFetcher(Source source, ObjectsInMemory objects, RepoPath path) {
    this.source = source;
    this.objects = objects;
    this.trees = new PathTrees(objects, path);
  }

  /// Brings a tip's; and where they changed, those of the commits that came with it.
  ///
  /// @throws ProtocolException when the tip's own do not come
  void bring(ObjectFetcher fetcher, ObjectId tip, Optional<CommitRange> tipRange)
      throws IOException {
    ObjectId root = new CheckedObjects(objects).commit(tip).getTree();
    Collection<RevCommit> others =
        tipRange.isPresent() ? tipRange.get().commits().values() : List.<RevCommit>of();
    for (int level = 1; level <= trees.directories(); level++) {
      Optional<ObjectId> own = trees.directory(root, level);
      if (own.isPresent() && !objects.has(own.get())) {
        bring(fetcher, level, others);
        if (!objects.has(own.get())) {
          objects.add(fetcher.trees(Set.of(own.get())));
        }
        if (!objects.has(own.get())) {
          throw new ProtocolException("the server did not send the tree " + own.get().name());
        }
      }
    }
  }

  /// Brings those of some commits, as far as that can be done.
  void bring(ObjectFetcher fetcher, Collection<RevCommit> commits) throws IOException {
    for (int level = 1; level <= trees.directories(); level++) {
      bring(fetcher, level, commits);
    }
  }

  private void bring(ObjectFetcher fetcher, int level, Collection<RevCommit> commits)
      throws IOException {
    Set<ObjectId> wanted = new TreeSet<>();
    for (RevCommit commit : commits) {
      try {
        trees.directory(commit.getTree(), level).ifPresent(wanted::add);
      } catch (IOException e) {
        // What is missing of one commit says nothing of the others.
      }
    }
    wanted.removeIf(objects::has);
    if (!wanted.isEmpty()) {
      try {
        objects.add(fetcher.trees(wanted));
      } catch (IOException e) {
        ExchangeProblem.throwUnlessWithheld(
            source.remote(), e); // then nothing is said of who changed the path
      }
    }
  }
}
