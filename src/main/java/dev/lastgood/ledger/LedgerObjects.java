// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.file.Flush;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.util.RawParseUtils;

/// The ledger's objects: each re-hashed when it is read, and on disk once it is written.
final class LedgerObjects {
  private static final int TREE_LINE = "tree \n".length() + Constants.OBJECT_ID_STRING_LENGTH;
  private static final byte[] PARENT = Constants.encodeASCII("parent ");

  private final LedgerRepository repository;

  LedgerObjects(LedgerRepository repository) {
    this.repository = repository;
  }

  boolean has(ObjectId id) throws IOException {
    return repository.jgit().getObjectDatabase().has(id);
  }

  byte[] blob(ObjectId id) throws IOException {
    return read(id, Constants.OBJ_BLOB);
  }

  RevCommit commit(ObjectId id) throws IOException {
    byte[] raw = read(id, Constants.OBJ_COMMIT);
    try {
      return RevCommit.parse(raw);
    } catch (RuntimeException e) {
      throw new LedgerDamaged("commit " + id.name() + " cannot be parsed", e);
    }
  }

  /// What a walk over many commits needs of each.
  Step step(ObjectId id) throws IOException {
    byte[] raw = read(id, Constants.OBJ_COMMIT);
    int committer = RawParseUtils.committer(raw, 0);
    if (committer < 0) {
      throw new LedgerDamaged("commit " + id.name() + " cannot be parsed");
    }
    int date = RawParseUtils.nextLF(raw, committer, '>') + 1;
    return new Step(
        Instant.ofEpochSecond(RawParseUtils.parseLongBase10(raw, date, null)), parent(raw));
  }

  private static Optional<ObjectId> parent(byte[] raw) {
    return RawParseUtils.match(raw, TREE_LINE, PARENT) < 0
        ? Optional.empty()
        : Optional.of(ObjectId.fromString(raw, TREE_LINE + PARENT.length));
  }

  /// One step of a walk along first parents.
  ///
  /// @param at the committer's date
  record Step(Instant at, Optional<ObjectId> parent) {}

  /// A tree's files by name; a ledger's trees hold nothing else.
  Map<String, ObjectId> files(ObjectId tree) throws IOException {
    byte[] raw = read(tree, Constants.OBJ_TREE);
    try {
      return files(tree, raw);
    } catch (RuntimeException e) { // it hashes to its name, and was never whole
      throw new LedgerDamaged("tree " + tree.name() + " cannot be parsed", e);
    }
  }

  /// The names in any tree.
  Set<String> names(ObjectId tree) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    CanonicalTreeParser parser = new CanonicalTreeParser();
    try {
      parser.reset(read(tree, Constants.OBJ_TREE));
      for (; !parser.eof(); parser.next(1)) {
        names.add(parser.getEntryPathString());
      }
    } catch (RuntimeException e) {
      throw new LedgerDamaged("tree " + tree.name() + " cannot be parsed", e);
    }
    return names;
  }

  private static Map<String, ObjectId> files(ObjectId tree, byte[] raw) throws LedgerDamaged {
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(raw);
    Map<String, ObjectId> files = new LinkedHashMap<>();
    for (; !parser.eof(); parser.next(1)) {
      String name = parser.getEntryPathString();
      if (!FileMode.REGULAR_FILE.equals(parser.getEntryRawMode())) {
        throw new LedgerDamaged("tree " + tree.name() + " holds " + name + ", which is no file");
      }
      files.put(name, parser.getEntryObjectId());
    }
    return files;
  }

  private byte[] read(ObjectId id, int type) throws IOException {
    byte[] bytes = repository.object(id, type);
    ObjectId actual;
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      actual = formatter.idFor(type, bytes);
    }
    if (!actual.equals(id)) {
      throw new LedgerDamaged(
          "%s %s was altered: it hashes to %s"
              .formatted(Constants.typeString(type), id.name(), actual.name()));
    }
    return bytes;
  }

  /// Writes a blob; when this returns it survives a loss of power.
  ObjectId write(byte[] blob) throws IOException {
    ObjectId written;
    try (ObjectInserter inserter = repository.jgit().newObjectInserter()) {
      written = inserter.insert(Constants.OBJ_BLOB, blob);
      inserter.flush();
    }
    forceDirectories(List.of(written));
    return written;
  }

  /// Writes a commit with its tree and its files. When this returns they survive a loss of power; a
  /// crash before leaves objects that nothing points at.
  ObjectId write(NewCommit draft) throws IOException {
    List<ObjectId> written = new ArrayList<>();
    try (ObjectInserter inserter = repository.jgit().newObjectInserter()) {
      TreeFormatter tree = new TreeFormatter();
      for (Map.Entry<String, byte[]> file : draft.files().entrySet()) {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue());
        tree.append(file.getKey(), FileMode.REGULAR_FILE, blob);
        written.add(blob);
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      written.add(commit.getTreeId());
      commit.setParentIds(draft.parents());
      commit.setAuthor(draft.author());
      commit.setCommitter(draft.committer());
      commit.setMessage(draft.message());
      written.add(inserter.insert(commit));
      inserter.flush();
    }
    forceDirectories(written);
    return written.getLast();
  }

  /// An object that was there already may have been written by a pass that was killed before this
  /// line, so its directory is flushed too.
  private void forceDirectories(List<ObjectId> ids) throws IOException {
    Path objects = repository.directory().resolve("objects");
    for (String fanOut : ids.stream().map(id -> id.name().substring(0, 2)).distinct().toList()) {
      Path directory = objects.resolve(fanOut);
      if (Files.isDirectory(directory)) { // packed by an operator's git gc otherwise
        Flush.force(directory);
      }
    }
    Flush.force(objects);
  }

  /// A commit to be written.
  ///
  /// @param files by name, in Git's order
  /// @param parents none for the first one
  record NewCommit(
      SortedMap<String, byte[]> files,
      List<ObjectId> parents,
      PersonIdent author,
      PersonIdent committer,
      String message) {}
}
