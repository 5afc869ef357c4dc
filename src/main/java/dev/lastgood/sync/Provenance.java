// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Release;
import dev.lastgood.model.TargetName;
import java.util.Optional;

/// Finds in the ledger where live content came from.
final class Provenance {
  private Provenance() {}

  /// The candidate that brought this content: from the newest entry that says so of this commit.
  /// The same content may have come with other commits, before and after.
  static Optional<Candidate> of(Ledger ledger, TargetName target, Live live) throws StepFailed {
    Optional<Release> release = live.managed();
    if (release.isEmpty()) {
      return Optional.empty();
    }
    return ledger
        .newest(target, entry -> brought(entry, release.get()).isPresent())
        .flatMap(entry -> brought(entry, release.get()));
  }

  private static Optional<Candidate> brought(Entry entry, Release release) {
    return entry
        .attempt()
        .change()
        .candidate()
        .filter(candidate -> candidate.release().equals(release));
  }
}
