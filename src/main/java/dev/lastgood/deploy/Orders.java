// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import java.time.Instant;
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
  void acceptRewrite(SourceName source, Acceptance acceptance) throws StepFailed;

  /// The newest acceptance of a source.
  Optional<Acceptance> acceptedRewrite(SourceName source) throws StepFailed;

  /// An accepted rewrite.
  ///
  /// @param tip the tip that was accepted; what descends from it is accepted too
  /// @param actor who accepted it
  /// @param at when
  record Acceptance(CommitId tip, String actor, Instant at) {}
}
