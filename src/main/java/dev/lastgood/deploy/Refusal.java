// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Release;
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
  /// Whether an entry says the same already, so that a timer does not repeat it at every tick.
  boolean isToldBy(Entry entry) {
    Optional<Release> told = entry.attempt().movement().candidate().map(Candidate::release);
    return entry.attempt().outcome() == OutcomeKind.REFUSED
        && told.equals(candidate.map(Candidate::release))
        && entry.attempt().account().failures().stream()
            .anyMatch(one -> one.message().equals(failure.message()));
  }
}
