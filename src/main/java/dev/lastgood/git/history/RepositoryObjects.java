// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject.Kind;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// The objects of a repository that JGit keeps.
public record RepositoryObjects(ObjectReader reader) implements GitObjects {
  @Override
  public byte[] read(ObjectId id, Kind kind) throws IOException {
    try {
      return reader.open(id, kind.number()).getCachedBytes(Integer.MAX_VALUE);
    } catch (MissingObjectException e) {
      throw absent(id, kind, e);
    }
  }

  @Override
  public long size(ObjectId id, Kind kind) throws IOException {
    try {
      return reader.getObjectSize(id, kind.number());
    } catch (MissingObjectException e) {
      throw absent(id, kind, e);
    }
  }

  private static IOException absent(ObjectId id, Kind kind, MissingObjectException cause) {
    AbsentObjectException absent = new AbsentObjectException(id, kind);
    absent.initCause(cause);
    return absent;
  }
}
