// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Arrays;
import java.util.Optional;

/// The outcomes that the ledger records.
public enum OutcomeKind implements Worded {
  /// New content is live.
  DEPLOYED,
  /// The file found at the first pass is under the record now.
  ADOPTED,
  /// A candidate was turned away before the swap.
  REFUSED,
  /// New content failed; the last good is live and proven again.
  ROLLED_BACK,
  /// The rollback failed too: a person is needed now.
  STRANDED,
  /// The destination had been edited and holds the last good again.
  DRIFT_HEALED,
  /// A killed pass was finished or found undone, or a stranded service is healthy again.
  RECOVERED,
  /// An operator went back to earlier content.
  MANUAL_ROLLBACK,
  /// An operator ordered to hold.
  PAUSED,
  /// An operator ended that.
  RESUMED,
  /// An operator let content in quarantine be tried again.
  QUARANTINE_CLEARED,
  /// An operator accepted that a source's history was rewritten.
  REWRITE_ACCEPTED,
  /// Two chains of the target that had grown apart became one.
  JOINED;

  /// Whether a pass came to it. An order, or a join, leaves what is live as it was.
  public boolean isOfPass() {
    return switch (this) {
      case DEPLOYED,
          ADOPTED,
          REFUSED,
          ROLLED_BACK,
          STRANDED,
          DRIFT_HEALED,
          RECOVERED,
          MANUAL_ROLLBACK ->
          true;
      case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> false;
    };
  }

  /// The outcome that a word names.
  public static Optional<OutcomeKind> parse(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
