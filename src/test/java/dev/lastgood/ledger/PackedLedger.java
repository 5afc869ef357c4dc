// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Swap;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Ledger.Contents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// Writes a new ledger in one pack, thousands of entries in a second: a [GitLedger] has each of
/// them on disk before the next.
public final class PackedLedger implements AutoCloseable {
  private final FileRepository repository;
  private final ObjectInserter pack;
  private final Map<TargetName, ObjectId> tips = new HashMap<>();

  /// The ledger of a state directory that has none.
  public PackedLedger(Path state) throws IOException {
    Path directory = state.resolve("ledger.git");
    repository = (FileRepository) new FileRepositoryBuilder().setGitDir(directory.toFile()).build();
    repository.create(true);
    pack = repository.getObjectDatabase().newPackInserter();
  }

  /// An entry that follows the newest of its target.
  public Entry append(Attempt attempt, Instant at, Optional<Swap> swap, Contents contents)
      throws IOException {
    Entry entry = write(attempt, at, swap, contents);
    tips.put(attempt.target(), EntryReader.objectId(entry.id()));
    return entry;
  }

  /// An entry that another record's branch held, beside the newest of its target here.
  public Entry beside(Attempt attempt, Instant at, Optional<Swap> swap, Contents contents)
      throws IOException {
    return write(attempt, at, swap, contents);
  }

  private Entry write(Attempt attempt, Instant at, Optional<Swap> swap, Contents contents)
      throws IOException {
    RecordJson.Stored stored = new RecordJson.Stored(attempt, second(at), Optional.empty(), swap);
    return entry(stored, commit(stored, contents, parents(attempt.target())));
  }

  /// An entry that brings the newest of its target here and another together.
  public Entry join(Attempt attempt, Instant at, Contents contents, Entry other)
      throws IOException {
    RecordJson.Stored stored =
        new RecordJson.Stored(attempt, second(at), Optional.empty(), Optional.empty());
    List<ObjectId> parents = new ArrayList<>(parents(attempt.target()));
    parents.add(EntryReader.objectId(other.id()));
    ObjectId id = commit(stored, contents, parents);
    tips.put(attempt.target(), id);
    return entry(stored, id);
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Entry entry(RecordJson.Stored stored, ObjectId id) {
    return new Entry(EntryReader.entryId(id), stored.at(), stored.attempt(), stored.swap());
  }

  private List<ObjectId> parents(TargetName target) {
    return Optional.ofNullable(tips.get(target)).stream().toList();
  }

  private ObjectId commit(RecordJson.Stored stored, Contents contents, List<ObjectId> parents)
      throws IOException {
    Map<String, ObjectId> files = new TreeMap<>();
    put(files, EntryReader.LIVE, contents.live());
    put(files, EntryReader.CANDIDATE, contents.candidate());
    files.put(EntryReader.RECORD, pack.insert(Constants.OBJ_BLOB, RecordJson.of(stored).bytes()));
    TreeFormatter tree = new TreeFormatter();
    files.forEach((name, id) -> tree.append(name, FileMode.REGULAR_FILE, id));
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(pack.insert(tree));
    commit.setParentIds(parents);
    commit.setAuthor(new PersonIdent("a", "a@x", stored.at(), ZoneOffset.UTC));
    commit.setCommitter(new PersonIdent("c", "c@x", stored.at(), ZoneOffset.UTC));
    commit.setMessage(EntryMessage.of(stored.attempt()));
    return pack.insert(commit);
  }

  private void put(Map<String, ObjectId> files, String name, Optional<Content> content)
      throws IOException {
    if (content.isPresent()) {
      files.put(name, pack.insert(Constants.OBJ_BLOB, content.get().bytes()));
    }
  }

  /// From here on it can be read.
  @Override
  public void close() throws IOException {
    pack.flush();
    for (Map.Entry<TargetName, ObjectId> tip : tips.entrySet()) {
      RefUpdate update = repository.updateRef(LedgerRefs.branch(tip.getKey()));
      update.setNewObjectId(tip.getValue());
      update.forceUpdate();
    }
    pack.close();
    repository.close();
  }
}
