// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import java.util.Optional;

/// What is refused, and why.
///
/// @param candidate what was found; empty when the branch offered no file at all
/// @param report what the checks said
/// @param failure why
/// @param content the bytes, when the refusal is about them: then they are quarantined
record Refusal(
    Optional<Candidate> candidate,
    Checks.Report report,
    Failure failure,
    Optional<Content> content) {
  /// Whether an entry says the same of the same content already, so that a timer does not repeat it
  /// at every tick, nor at every commit that changes something else.
  boolean isToldBy(Entry entry) {
    Optional<BlobId> told = blob(entry.attempt().change().candidate());
    return entry.attempt().outcome() == OutcomeKind.REFUSED
        && told.equals(blob(candidate))
        && entry.attempt().account().failures().stream()
            .anyMatch(one -> one.message().equals(failure.message()));
  }

  private static Optional<BlobId> blob(Optional<Candidate> of) {
    return of.map(one -> one.release().blob());
  }
}
