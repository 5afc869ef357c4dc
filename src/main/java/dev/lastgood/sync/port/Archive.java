// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Entry;
import dev.lastgood.model.TargetName;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// What the kept record can do beyond what a pass needs of it.
public interface Archive {
  /// A target's entries, of which there may be none yet.
  Chain chain(TargetName target);

  /// The entry that an id, a unique prefix of one, or `@{N}` names.
  ///
  /// @throws StepFailed when there is none, or when a prefix fits several
  Entry find(TargetName target, String entry) throws StepFailed;

  /// Walks every target's chain.
  Audit audit() throws StepFailed;

  /// Does what killed passes had left to do in the record, removes what they left, and makes
  /// entries of what an earlier version kept apart; the caller holds the lock.
  void tidy() throws StepFailed;

  /// Serves the record to a `git fetch` at the other end, until that hangs up.
  void serve(InputStream in, OutputStream out) throws StepFailed;

  /// What came of a walk.
  ///
  /// @param entries how many entries each target has
  /// @param problems what does not fit, oldest first; none when the record is whole
  record Audit(Map<TargetName, Integer> entries, List<String> problems) {
    public Audit {
      entries = Map.copyOf(entries);
      problems = List.copyOf(problems);
    }
  }
}
