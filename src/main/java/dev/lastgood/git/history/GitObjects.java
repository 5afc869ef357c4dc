// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject.Kind;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;

/// Where objects are read from, by their ids.
public interface GitObjects {
  /// An object's bytes.
  ///
  /// @throws AbsentObjectException when it is not here
  /// @throws org.eclipse.jgit.errors.IncorrectObjectTypeException when it is of another kind
  byte[] read(ObjectId id, Kind kind) throws IOException;

  /// The length of an object's bytes, without unpacking them where that can be helped.
  long size(ObjectId id, Kind kind) throws IOException;
}
