// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror.Ancestry;
import dev.lastgood.deploy.Mirror.Found;
import dev.lastgood.deploy.Mirror.Lineage;
import dev.lastgood.deploy.Mirror.Tip;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.Way;
import dev.lastgood.pack.GitObject;
import dev.lastgood.wire.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Reads a source by the few objects that lead from its tip to the targets' files: a proof by
/// hashes from the tip to the blob. What a pass costs follows the path, not the repository.
final class PartialMirror implements Reading {
  private final Way way;
  private final PartialStore store;
  private final Supply.Opener supplies;
  private final Map<Source, Memory> memories = new HashMap<>();

  /// What is known of a source in this process.
  ///
  /// @param objects everything that came, and what was on disk
  /// @param onDisk the tip of the mirror on disk
  /// @param news the stretch that came with the newest tip
  private record Memory(KnownObjects objects, Optional<ObjectId> onDisk, Optional<Stretch> news) {
    Memory with(Stretch stretch) {
      objects.add(stretch.objects());
      return new Memory(objects, onDisk, Optional.of(stretch));
    }

    Memory written(ObjectId tip) {
      return new Memory(objects, Optional.of(tip), news);
    }
  }

  PartialMirror(Way way, PartialStore store, Supply.Opener supplies) {
    this.way = way;
    this.store = store;
    this.supplies = supplies;
  }

  @Override
  public void forget(Source source) {
    memories.remove(source);
  }

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws IOException, StepFailed {
    Memory memory = memory(source, tip);
    if (memory.onDisk().equals(Optional.of(id(tip.commit())))) {
      Optional<Found> found = whole(memory.objects(), tip, path);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return supplies.with(source, supply -> bring(source, supply, tip, path));
  }

  /// What is known to be at the path, with its content; empty when an object is missing.
  private Optional<Found> whole(KnownObjects objects, Tip tip, RepoPath path)
      throws IOException, StepFailed {
    try {
      Found found = found(objects, tip, path);
      return objects.has(id(found.blob())) ? Optional.of(found) : Optional.empty();
    } catch (MissingObjectException e) {
      return Optional.empty();
    }
  }

  private Found found(GitObjects objects, Tip tip, RepoPath path) throws IOException, StepFailed {
    SoundObjects sound = new SoundObjects(objects);
    RevCommit commit = sound.commit(id(tip.commit()));
    BlobId blob = new PathFinder(sound, tip).find(commit.getTree(), path);
    return new Found(tip, path, Commits.read(commit), blob, way);
  }

  private Found bring(Source source, Supply supply, Tip tip, RepoPath path)
      throws IOException, StepFailed {
    ObjectId commit = id(tip.commit());
    Memory memory = withTip(source, supply, tip);
    KnownObjects objects = memory.objects();
    try {
      bringTrees(supply, memory, commit, path);
      Found found = found(objects, tip, path);
      ObjectId blob = id(found.blob());
      if (!objects.has(blob)) {
        objects.add(supply.blob(blob));
        require(objects, blob);
      }
      keep(source, tip);
      return found;
    } catch (StepFailed e) {
      keep(source, tip); // the path leads nowhere, and the next pass need not ask again
      throw e;
    } catch (MissingObjectException e) {
      throw withheld(e.getObjectId());
    }
  }

  private void keep(Source source, Tip tip) throws IOException, StepFailed {
    Memory memory = memory(source, tip);
    ObjectId commit = id(tip.commit());
    store.write(source, tip, memory.objects().below(commit));
    memories.put(source, memory.written(commit));
  }

  private Memory withTip(Source source, Supply supply, Tip tip) throws IOException {
    Memory memory = memory(source, tip);
    ObjectId commit = id(tip.commit());
    if (!memory.objects().has(commit)) {
      memory = memory.with(supply.news(commit, memory.onDisk()));
      memories.put(source, memory);
      require(memory.objects(), commit);
    }
    return memory;
  }

  /// Brings the directories on the path, level by level, of the tip; and where those changed, of
  /// the commits that came with it, so that who changed them costs no request of its own.
  private void bringTrees(Supply supply, Memory memory, ObjectId tip, RepoPath path)
      throws IOException {
    KnownObjects objects = memory.objects();
    PathTrees trees = new PathTrees(objects, path);
    ObjectId root = new SoundObjects(objects).commit(tip).getTree();
    for (int level = 1; level <= trees.directories(); level++) {
      Optional<ObjectId> own = trees.directory(root, level);
      if (own.isPresent() && !objects.has(own.get())) {
        Set<ObjectId> wanted = new HashSet<>(Set.of(own.get()));
        if (memory.news().isPresent()) {
          wanted.addAll(directories(memory.news().get().commits().values(), trees, level));
        }
        wanted.removeIf(objects::has);
        objects.add(supply.trees(wanted));
        require(objects, own.get());
      }
    }
  }

  private static Set<ObjectId> directories(
      Collection<RevCommit> commits, PathTrees trees, int level) {
    Set<ObjectId> directories = new HashSet<>();
    for (RevCommit commit : commits) {
      try {
        trees.directory(commit.getTree(), level).ifPresent(directories::add);
      } catch (IOException e) {
        // What is missing of one commit says nothing of the others.
      }
    }
    return directories;
  }

  @Override
  public Content read(Source source, Found found, long maxSize) throws IOException, StepFailed {
    locate(source, found.tip(), found.path());
    return new BlobReader(memory(source, found.tip()).objects()).read(found, maxSize);
  }

  @Override
  public Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws IOException, StepFailed {
    Memory memory = memory(source, tip);
    ObjectId from = id(deployed);
    ObjectId to = id(tip.commit());
    Optional<Stretch> news =
        memory
            .news()
            .filter(stretch -> stretch.tip().equals(to))
            .filter(stretch -> stretch.from(from) != Ancestry.UNKNOWN);
    if (news.isPresent()) {
      return lineage(source, memory.objects(), news.get(), new Span(from, path));
    }
    Stretch stretch =
        supplies.with(
            source,
            supply -> {
              Stretch came = stretch(supply, to, from);
              memory.objects().add(came.objects());
              bringDirectories(supply, memory.objects(), came.commits().values(), path);
              return came;
            });
    return lineage(source, memory.objects(), stretch, new Span(from, path));
  }

  private static Stretch stretch(Supply supply, ObjectId tip, ObjectId from) throws IOException {
    Stretch stretch = supply.history(tip, from, DEPTHS.getFirst());
    return stretch.from(from) == Ancestry.UNKNOWN
        ? supply.history(tip, from, DEPTHS.getLast())
        : stretch;
  }

  /// What is asked of a stretch.
  private record Span(ObjectId from, RepoPath path) {}

  private Lineage lineage(Source source, KnownObjects objects, Stretch stretch, Span span)
      throws IOException, StepFailed {
    Ancestry ancestry = stretch.from(span.from());
    boolean between = ancestry == Ancestry.DESCENDS || stretch.stops();
    if (ancestry == Ancestry.UNKNOWN || !between) {
      return new Lineage(ancestry, List.of());
    }
    PathHistory.Told told = told(objects, stretch, span, Set.of());
    // Where a branch began below the deployed commit, or that one's own content is not here.
    Set<ObjectId> edges = new HashSet<>(told.missing());
    edges.removeAll(stretch.commits().keySet());
    if (edges.isEmpty()) {
      return new Lineage(ancestry, told.touching());
    }
    supplies.with(
        source,
        supply -> {
          List<RevCommit> commits = new ArrayList<>();
          for (GitObject object : supply.roots(edges)) {
            objects.add(List.of(object));
            if (object.kind() == GitObject.Kind.COMMIT) {
              commits.add(RevCommit.parse(object.bytes()));
            }
          }
          bringDirectories(supply, objects, commits, span.path());
          return edges;
        });
    return new Lineage(ancestry, told(objects, stretch, span, edges).touching());
  }

  private static void bringDirectories(
      Supply supply, KnownObjects objects, Collection<RevCommit> commits, RepoPath path)
      throws IOException {
    PathTrees trees = new PathTrees(objects, path);
    for (int level = 1; level <= trees.directories(); level++) {
      Set<ObjectId> wanted = directories(commits, trees, level);
      wanted.removeIf(objects::has);
      if (!wanted.isEmpty()) {
        objects.add(supply.trees(wanted));
      }
    }
  }

  /// @param edges commits whose content is known and nothing else
  private static PathHistory.Told told(
      KnownObjects objects, Stretch stretch, Span span, Set<ObjectId> edges) throws IOException {
    PathTrees trees = new PathTrees(objects, span.path());
    Set<ObjectId> boundary = new HashSet<>(stretch.boundary());
    boundary.addAll(edges);
    return new PathHistory(objects, boundary, commit -> trees.file(commit.getTree().copy()))
        .between(span.from(), stretch.tip());
  }

  @Override
  public String verify(Source source, List<CommitId> commits) throws IOException, StepFailed {
    KnownObjects objects = known(source);
    Set<ObjectId> missing = new HashSet<>();
    commits.forEach(commit -> missing.add(id(commit)));
    missing.removeIf(objects::has);
    if (!missing.isEmpty()) {
      objects.add(supplies.with(source, supply -> supply.roots(missing)));
    }
    for (ObjectId id : missing) {
      require(objects, id);
    }
    return new Signers(source, objects).all(commits);
  }

  private KnownObjects known(Source source) {
    return Optional.ofNullable(memories.get(source))
        .map(Memory::objects)
        .orElseGet(KnownObjects::new);
  }

  private Memory memory(Source source, Tip tip) {
    return memories.computeIfAbsent(
        source,
        _ -> {
          KnownObjects objects = new KnownObjects();
          Optional<PartialStore.Kept> kept = store.read(source, tip.branch());
          kept.ifPresent(found -> objects.add(found.objects()));
          return new Memory(objects, kept.map(PartialStore.Kept::tip), Optional.empty());
        });
  }

  private static void require(KnownObjects objects, ObjectId id) throws ProtocolException {
    if (!objects.has(id)) {
      throw withheld(id);
    }
  }

  private static ProtocolException withheld(ObjectId id) {
    return new ProtocolException("the server did not send the object " + id.name());
  }

  private static ObjectId id(CommitId commit) {
    return ObjectId.fromString(commit.hex());
  }

  private static ObjectId id(BlobId blob) {
    return ObjectId.fromString(blob.hex());
  }
}
