// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;

/// Where objects are read from, by their ids.
public interface GitObjects {
  /// An object's bytes.
  ///
  /// @throws AbsentObjectException when it is not here
  /// @throws org.eclipse.jgit.errors.IncorrectObjectTypeException when it is of another type
  byte[] read(ObjectId id, ObjectType type) throws IOException;

  /// The length of an object's bytes, without unpacking them where that can be helped.
  long size(ObjectId id, ObjectType type) throws IOException;
}
