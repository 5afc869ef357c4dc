// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.sync.StepFailed;
import dev.lastgood.model.Source;
import dev.lastgood.pack.GitObject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Brings single objects from a source's server, within one budget for all of it.
///
/// Whatever it brings was hashed here: a server can withhold an object, but not forge one. What was
/// asked for and did not come is simply not in the answer.
interface Supply {
  /// A tip with its root tree; and the commits between it and a known one with theirs, where that
  /// costs no further request.
  Stretch news(ObjectId tip, Optional<ObjectId> known) throws IOException;

  /// The commits below a tip, so many generations of them, but not those that a known one reaches;
  /// with their root trees, unless those are too many to be held.
  Stretch history(ObjectId tip, Optional<ObjectId> known, int depth) throws IOException;

  /// Commits with their root trees, and nothing of what came before them.
  List<GitObject> roots(Collection<ObjectId> commits) throws IOException;

  /// Trees, of which none is below another; others may come with them.
  List<GitObject> trees(Collection<ObjectId> ids) throws IOException;

  /// A blob.
  List<GitObject> blob(ObjectId id) throws IOException;

  /// Opens supplies.
  interface Opener {
    /// Uses a supply while it is open.
    <T> T with(Source source, Use<T> use) throws IOException, StepFailed;
  }

  /// Something to do with a supply.
  interface Use<T> {
    /// Does it.
    T of(Supply supply) throws IOException, StepFailed;
  }
}
