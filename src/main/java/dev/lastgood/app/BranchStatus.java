// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Target;
import dev.lastgood.sync.History;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.StepFailed;
import java.util.Optional;

/// What the branch holds and is not live, as far as it was seen, and why it is not.
record BranchStatus(Ledger ledger) {
  /// What waits; nothing when the branch holds what is live, or was not seen.
  Optional<TargetStatus.Waiting> of(Target target, History history, Optional<LastPass> pass)
      throws StepFailed {
    Optional<LastPass.Find> seen = pass.flatMap(LastPass::found);
    Optional<LastPass.Find> found =
        (seen.isPresent() ? seen : leftByHand(target, history))
            .filter(find -> !history.live().content().equals(Optional.of(find.blob())));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    BlobId blob = found.get().blob();
    return Optional.of(
        new TargetStatus.Waiting(
            found.get(),
            Optional.ofNullable(history.quarantine().get(blob)),
            ledger.newest(target.name(), entry -> isAbout(entry, blob))));
  }

  /// What an operator went back from, when that is the newest that is known of the branch.
  private Optional<LastPass.Find> leftByHand(Target target, History history) throws StepFailed {
    Optional<BlobId> left =
        history
            .newest()
            .filter(entry -> entry.attempt().outcome() == OutcomeKind.MANUAL_ROLLBACK)
            .flatMap(entry -> entry.attempt().change().quarantine())
            .map(Quarantine::blob);
    return left.isEmpty()
        ? Optional.empty()
        : ledger
            .newest(target.name(), entry -> isCandidate(entry, left.get()))
            .flatMap(entry -> entry.attempt().change().candidate())
            .map(TargetStatus.Waiting::found);
  }

  private static boolean isCandidate(Entry entry, BlobId blob) {
    return entry
        .attempt()
        .change()
        .candidate()
        .filter(candidate -> candidate.release().blob().equals(blob))
        .isPresent();
  }

  /// Whether an entry says why this content is not live.
  private static boolean isAbout(Entry entry, BlobId blob) {
    boolean tried =
        isCandidate(entry, blob)
            && !entry.attempt().change().after().content().equals(Optional.of(blob));
    boolean quarantined =
        entry.attempt().change().quarantine().filter(one -> one.blob().equals(blob)).isPresent();
    return tried || quarantined;
  }
}
