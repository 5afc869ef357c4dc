// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject;
import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// The objects of one source that this process knows, in memory.
public final class ObjectsInMemory implements GitObjects {
  private final Map<ObjectId, GitObject> objects = new LinkedHashMap<>();

  public void add(Collection<GitObject> more) {
    more.forEach(object -> objects.put(object.id(), object));
  }

  public boolean has(ObjectId id) {
    return objects.containsKey(id);
  }

  @Override
  public byte[] read(ObjectId id, ObjectType type) throws IOException {
    GitObject object = objects.get(id);
    if (object == null) {
      throw new AbsentObjectException(id, type);
    }
    if (object.type() != type) {
      throw new IncorrectObjectTypeException(id.copy(), type.number());
    }
    return object.bytes();
  }

  @Override
  public long size(ObjectId id, ObjectType type) throws IOException {
    return read(id, type).length;
  }

  /// The commit and what is known of its tree: what a mirror of it needs, and no more.
  public Collection<GitObject> below(ObjectId commit) throws IOException {
    Map<ObjectId, GitObject> met = new LinkedHashMap<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(commit));
    while (!ahead.isEmpty()) {
      Optional<GitObject> next = Optional.ofNullable(objects.get(ahead.remove()));
      if (next.isPresent() && met.putIfAbsent(next.get().id(), next.get()) == null) {
        ahead.addAll(referred(next.get()));
      }
    }
    return met.values();
  }

  private static List<ObjectId> referred(GitObject object) throws IOException {
    return switch (object.type()) {
      case COMMIT -> List.of(Commits.parse(object.bytes()).getTree().copy());
      case TREE -> entries(object.bytes());
      case BLOB, TAG -> List.of();
    };
  }

  private static List<ObjectId> entries(byte[] tree) {
    List<ObjectId> ids = new ArrayList<>();
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(tree);
    for (; !parser.eof(); parser.next()) {
      ids.add(parser.getEntryObjectId());
    }
    return ids;
  }
}
