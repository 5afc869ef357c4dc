// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Source;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What operators order, kept in the ledger's repository beside the entries.
public interface Orders {
  /// Holds a target until [#resume]; replaces an earlier pause.
  void pause(TargetName target, History.Pause pause) throws StepFailed;

  /// Ends a pause.
  ///
  /// @return whether there was one
  boolean resume(TargetName target) throws StepFailed;

  /// Lets content be tried again.
  ///
  /// @return whether it was in quarantine
  boolean release(TargetName target, BlobId blob) throws StepFailed;

  /// Accepts that a source's history was rewritten up to this tip.
  void acceptRewrite(Source source, Acceptance acceptance) throws StepFailed;

  /// The newest acceptance of a source as it is configured now: what was accepted of another url or
  /// branch says nothing of this one.
  Optional<Acceptance> acceptedRewrite(Source source) throws StepFailed;

  /// An accepted rewrite.
  ///
  /// @param tip the tip that was accepted; what descends from it is accepted too
  /// @param replaced the commits that were deployed then, by target: it is accepted that the branch
  ///   left these behind, and no others
  /// @param actor who accepted it
  record Acceptance(CommitId tip, Map<TargetName, CommitId> replaced, String actor, Instant at) {
    public Acceptance {
      replaced = Map.copyOf(replaced);
    }
  }
}
