// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// What one pass did to one target, or what was ordered of it: everything a ledger entry says.
///
/// @param account the same in plain words
public record Attempt(
    TargetName target,
    OutcomeKind outcome,
    Change change,
    Evidence evidence,
    Run run,
    Account account) {
  /// The content whose quarantine this ends: it was tried again on purpose and is live, so it must
  /// not be refused after the next one.
  public Optional<BlobId> released() {
    boolean live =
        switch (outcome) {
          case DEPLOYED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK ->
              evidence.proof().standing() != Proof.Standing.FAILED;
          case ADOPTED, REFUSED, ROLLED_BACK, STRANDED -> false;
          case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> false;
        };
    return live ? change.after().content() : Optional.empty();
  }

  /// Whether a person has to look at it.
  public boolean isTrouble() {
    return switch (outcome) {
      case STRANDED, ROLLED_BACK -> true;
      case ADOPTED -> evidence.proof().isFailed();
      case DEPLOYED, REFUSED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK -> false;
      case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> false;
    };
  }
}
