// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.Optional;

/// A record that was lost or rolled back with its directory, while the deployed file remembers
/// more.
///
/// Adopting or healing would then put old content back, or start a record without its past. The
/// file is only asked when it is not what the record says, so a quiet pass pays nothing.
public final class LostRecord {
  private final Ports ports;

  /// Asks these ports.
  public LostRecord(Ports ports) {
    this.ports = ports;
  }

  /// Refuses to go on from a record that has forgotten.
  public void refuse(Target target, History history, Optional<Content> disk) throws StepFailed {
    if (disk.isEmpty() || history.live().content().equals(disk.map(Content::blob))) {
      return;
    }
    Optional<Destination.Witness> seen = ports.destination().witness(target.place());
    if (seen.isEmpty()) {
      return;
    }
    // A record that knows the blob has not forgotten it, also when it lost its name.
    Destination.Witness witness = seen.get();
    if (isKnown(target, history, witness.blob())) {
      return;
    }
    if (!witness.own()) {
      throw refused(
          target, "was deployed by another record than the one in the state directory", "lost");
    }
    throw refused(
        target,
        "was deployed as blob "
            + witness.blob().abbreviated()
            + ", of which the record knows nothing",
        "rolled back");
  }

  private boolean isKnown(Target target, History history, BlobId blob) throws StepFailed {
    Optional<BlobId> intended =
        history.intent().flatMap(intent -> intent.plan().change().after().content());
    return intended.equals(Optional.of(blob))
        || ports.memory().ledger().newest(target.name(), entry -> wasLive(entry, blob)).isPresent();
  }

  /// After the entry, or in between: content that was tried and rolled back.
  private static boolean wasLive(Entry entry, BlobId blob) {
    Optional<BlobId> tried =
        entry.attempt().change().candidate().map(candidate -> candidate.release().blob());
    return tried.equals(Optional.of(blob))
        || entry.attempt().change().after().content().equals(Optional.of(blob))
        || entry.attempt().change().before().content().equals(Optional.of(blob));
  }

  private static StepFailed refused(Target target, String what, String how) {
    return new StepFailed(
        Failure.operator(
            Step.RECOVER,
            target.place().path() + " " + what + ": the state directory was " + how,
            "mount or restore the state directory; or go on with the record as it is: lastgood sync"
                + " "
                + target.name()
                + " --retry"));
  }
}
