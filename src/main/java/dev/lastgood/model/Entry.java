// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A ledger entry.
///
/// @param id the commit in the ledger
/// @param at when it was recorded, to the second
/// @param swap what was put at the destination; empty when nothing was
public record Entry(EntryId id, Instant at, Attempt attempt, Optional<Swap> swap) {
  /// An entry of an attempt that put nothing at the destination.
  public Entry(EntryId id, Instant at, Attempt attempt) {
    this(id, at, attempt, Optional.empty());
  }

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

  /// When what is live after it went in.
  public Instant liveFrom() {
    Instant in =
        swap.map(it ->
                it.content().content().equals(after().content())
                    ? it.at()
                    : it.undoneAt().orElse(at))
            .orElse(at);
    return in.isBefore(at) ? in : at;
  }

  /// When the content of the entry before it was no longer what was live, or the way back to it had
  /// been begun.
  public Instant begins() {
    Instant in =
        swap.filter(it -> !it.content().content().equals(change().before().content()))
            .map(Swap::at)
            .orElseGet(this::liveFrom);
    return in.isBefore(at) ? in : at;
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
