// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.AbsentObjectException;
import dev.lastgood.git.history.CheckedObjects;
import dev.lastgood.git.history.CommitRange;
import dev.lastgood.git.history.Commits;
import dev.lastgood.git.history.GitObjects;
import dev.lastgood.git.history.ObjectsInMemory;
import dev.lastgood.git.sign.Signers;
import dev.lastgood.git.wire.ProtocolException;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror.Found;
import dev.lastgood.sync.port.Mirror.Lineage;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Reads a source by the few objects that lead from its tip to the targets' files: a proof by
/// hashes from the tip to the blob. What a pass costs follows the path, not the repository.
final class PathOnlyReader implements SourceReader {
  private final PartialRepository store;
  private final ObjectFetcher.Opener fetchers;

  /// By the source's name: the first hash of each kind of record costs a tick a millisecond or
  /// more.
  private final Map<String, Memory> memories = new HashMap<>();

  /// What is known of a source in this process.
  ///
  /// @param objects everything that came, and what was on disk
  /// @param onDisk the tip of the mirror on disk
  private record Memory(
      ObjectsInMemory objects, Optional<ObjectId> onDisk, Optional<CommitRange> tipRange) {
    Memory with(CommitRange range) {
      objects.add(range.objects());
      return new Memory(objects, onDisk, Optional.of(range));
    }

    Memory written(ObjectId tip) {
      return new Memory(objects, Optional.of(tip), tipRange);
    }
  }

  PathOnlyReader(PartialRepository store, ObjectFetcher.Opener fetchers) {
    this.store = store;
    this.fetchers = fetchers;
  }

  /// Drops what this process remembers of a source: what is on disk counts again.
  void forget(Source source) {
    memories.remove(source.name().value());
  }

  @Override
  public Found locate(Source source, Tip tip, RepoPath path) throws IOException, StepFailed {
    Memory memory = memory(source, tip);
    if (memory.onDisk().equals(Optional.of(Commits.id(tip.commit())))) {
      Optional<Found> found = whole(memory.objects(), tip, path);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return fetchers.with(source, fetcher -> bring(source, fetcher, tip, path));
  }

  /// What is known to be at the path, with its content; empty when an object is missing.
  private Optional<Found> whole(ObjectsInMemory objects, Tip tip, RepoPath path)
      throws IOException, StepFailed {
    try {
      Found found = found(objects, tip, path);
      return objects.has(ObjectId.fromString(found.blob().hex()))
          ? Optional.of(found)
          : Optional.empty();
    } catch (AbsentObjectException e) {
      return Optional.empty();
    }
  }

  private Found found(GitObjects objects, Tip tip, RepoPath path) throws IOException, StepFailed {
    CheckedObjects sound = new CheckedObjects(objects);
    RevCommit commit = sound.commit(Commits.id(tip.commit()));
    BlobId blob = new PathFinder(sound, tip).find(commit.getTree(), path);
    return new Found(tip, path, Commits.read(commit), blob, Way.PATH_ONLY);
  }

  private Found bring(Source source, ObjectFetcher fetcher, Tip tip, RepoPath path)
      throws IOException, StepFailed {
    ObjectId commit = Commits.id(tip.commit());
    Memory memory = withTip(source, fetcher, tip);
    ObjectsInMemory objects = memory.objects();
    try {
      PathTreeFetcher directories = new PathTreeFetcher(source, objects, path);
      directories.bring(fetcher, commit, memory.tipRange());
      Found found = found(objects, tip, path);
      ObjectId blob = ObjectId.fromString(found.blob().hex());
      if (!objects.has(blob)) {
        objects.add(fetcher.blob(blob));
        require(objects, blob);
      }
      keep(source, tip);
      return found;
    } catch (StepFailed e) {
      keep(source, tip); // the path leads nowhere, and the next pass need not ask again
      throw e;
    } catch (AbsentObjectException e) {
      throw withheld(e.id());
    }
  }

  private void keep(Source source, Tip tip) throws IOException, StepFailed {
    Memory memory = memory(source, tip);
    ObjectId commit = Commits.id(tip.commit());
    store.write(source, tip, memory.objects().below(commit));
    memories.put(source.name().value(), memory.written(commit));
  }

  private Memory withTip(Source source, ObjectFetcher fetcher, Tip tip) throws IOException {
    Memory memory = memory(source, tip);
    ObjectId commit = Commits.id(tip.commit());
    if (!memory.objects().has(commit)) {
      memory = memory.with(fetcher.tip(commit, memory.onDisk()));
      memories.put(source.name().value(), memory);
      require(memory.objects(), commit);
    }
    return memory;
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
    PathLineage lineage = new PathLineage(source, path, fetchers, memory.objects());
    return lineage.between(Commits.id(deployed), Commits.id(tip.commit()), memory.tipRange());
  }

  @Override
  public CommitLog writer(Source source, Tip tip, RepoPath path) throws IOException, StepFailed {
    ObjectsInMemory objects = memory(source, tip).objects();
    return new PathLineage(source, path, fetchers, objects).writer(Commits.id(tip.commit()));
  }

  @Override
  public String verify(Source source, Tip tip, List<CommitId> commits)
      throws IOException, StepFailed {
    ObjectsInMemory objects = memory(source, tip).objects();
    Set<ObjectId> missing = new HashSet<>();
    commits.forEach(commit -> missing.add(Commits.id(commit)));
    missing.removeIf(objects::has);
    if (!missing.isEmpty()) {
      objects.add(fetchers.with(source, fetcher -> fetcher.roots(missing)));
    }
    for (ObjectId id : missing) {
      require(objects, id);
    }
    return new Signers(source, objects).all(commits);
  }

  private Memory memory(Source source, Tip tip) {
    return memories.computeIfAbsent(
        source.name().value(),
        _ -> {
          ObjectsInMemory objects = new ObjectsInMemory();
          Optional<PartialRepository.Kept> kept = store.read(source, tip.branch());
          kept.ifPresent(found -> objects.add(found.objects()));
          return new Memory(objects, kept.map(PartialRepository.Kept::tip), Optional.empty());
        });
  }

  private static void require(ObjectsInMemory objects, ObjectId id) throws ProtocolException {
    if (!objects.has(id)) {
      throw withheld(id);
    }
  }

  private static ProtocolException withheld(ObjectId id) {
    return new ProtocolException("the server did not send the object " + id.name());
  }
}
