// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.TargetName;
import java.util.Optional;

/// Finds in the ledger where live content came from.
final class Provenance {
  private Provenance() {}

  /// The candidate that brought this content: from the newest entry that tried it.
  static Optional<Candidate> of(Ledger ledger, TargetName target, Live live) throws StepFailed {
    Optional<BlobId> blob = live.content();
    if (blob.isEmpty() || live.origin().isEmpty()) {
      return Optional.empty();
    }
    return ledger
        .newest(target, entry -> brought(entry, blob.get()).isPresent())
        .flatMap(entry -> brought(entry, blob.get()));
  }

  private static Optional<Candidate> brought(Entry entry, BlobId blob) {
    return entry
        .attempt()
        .movement()
        .candidate()
        .filter(candidate -> candidate.release().blob().equals(blob));
  }
}
