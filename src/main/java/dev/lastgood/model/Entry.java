// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Instant;
import java.util.List;

/// A ledger entry.
///
/// @param id the commit in the ledger
/// @param at when it was recorded, to the second
public record Entry(EntryId id, Instant at, Attempt attempt) {
  /// How the attempt ended.
  public OutcomeKind outcome() {
    return attempt.outcome();
  }

  /// Whether a pass wrote it, and not an operator's order or a join.
  public boolean isOfPass() {
    return outcome().isOfPass();
  }

  public Change change() {
    return attempt.change();
  }

  /// What is live after it.
  public Live after() {
    return attempt.change().after();
  }

  /// What is known of the service on that.
  public Proof proof() {
    return attempt.evidence().proof();
  }

  /// What went wrong, the first failure first.
  public List<Failure> failures() {
    return attempt.account().failures();
  }

  /// Whether a person has to look at it.
  public boolean isTrouble() {
    return attempt.isTrouble();
  }
}
