// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// The objects of a repository that JGit keeps.
public record RepositoryObjects(ObjectReader reader) implements GitObjects {
  @Override
  public byte[] read(ObjectId id, ObjectType type) throws IOException {
    try {
      return reader.open(id, type.number()).getCachedBytes(Integer.MAX_VALUE);
    } catch (MissingObjectException e) {
      throw absent(id, type, e);
    }
  }

  @Override
  public long size(ObjectId id, ObjectType type) throws IOException {
    try {
      return reader.getObjectSize(id, type.number());
    } catch (MissingObjectException e) {
      throw absent(id, type, e);
    }
  }

  private static IOException absent(ObjectId id, ObjectType type, MissingObjectException cause) {
    AbsentObjectException absent = new AbsentObjectException(id, type);
    absent.initCause(cause);
    return absent;
  }
}
