// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.jgit.lib.ObjectId;

/// An object that is not here: in a partial mirror nothing unusual.
///
/// JGit's own exception for it loads JGit's 900 texts, 80 ms of a pass, to make its message.
public final class AbsentObjectException extends IOException {
  private static final long serialVersionUID = 1;

  private final ObjectId id;

  AbsentObjectException(ObjectId id, ObjectType type) {
    super("missing " + type.name().toLowerCase(Locale.ROOT) + " " + id.name());
    this.id = id.copy();
  }

  public ObjectId id() {
    return id;
  }
}
