// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file's part of the second half: what the destination holds, and what stood there put back.
final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

  private final Ports ports;

  Restoration(Ports ports) {
    this.ports = ports;
  }

  /// A proof of other bytes than the expected ones proves nothing: somebody changed the file
  /// meanwhile, and it is not known which the service has read.
  ///
  /// @param expected the bytes; empty when there should be no file
  Proof onWhatIsThere(Job job, Proof proof, Optional<Content> expected) {
    return proof.standing() != Proof.Standing.PASSED || isThere(job, expected)
        ? proof
        : new Proof(
            expected.isPresent() ? Proof.Standing.PENDING : Proof.Standing.NONE,
            proof.samples(),
            "somebody changed the destination during the proof, which says nothing therefore");
  }

  private boolean isThere(Job job, Optional<Content> expected) {
    try {
      return look(job).equals(expected);
    } catch (Unproven e) {
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("destination not readable");
      return false;
    }
  }

  /// Whether the destination holds the new bytes, and did not before. What can't be read is taken
  /// to hold them.
  boolean isSwappedIn(Job job) {
    Optional<BlobId> next = Optional.of(job.next().blob());
    return !job.before().map(Content::blob).equals(next)
        && onDisk(job).map(Content::blob).equals(next);
  }

  /// Removes a staged file that was not swapped in; one that stays is swept by the next pass.
  void discard(Job job, Destination.Staged staged) {
    try {
      job.does(
          Step.SWAP,
          () -> {
            ports.destination().discard(staged);
            return staged;
          });
    } catch (Unproven e) {
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("the staged file stays");
    }
  }

  /// Puts back what stood there.
  ///
  /// @return what went wrong; [#isRestored] tells whether the bytes are there all the same, as when
  ///   only the flush of their directory failed
  Optional<Failure> restore(Job job) {
    try {
      job.does(
          Step.ROLL_BACK,
          () -> {
            restore(job, ports.destination().look(job.target().place()));
            return job;
          });
      return Optional.empty();
    } catch (Unproven e) {
      return Optional.of(e.failure());
    }
  }

  private void restore(Job job, Optional<Content> disk) throws StepFailed {
    Place place = job.target().place();
    if (isSomebodys(job, disk)) {
      return;
    }
    Optional<Content> old = job.toRestore();
    if (old.isPresent() && !disk.equals(old)) {
      // The bytes that failed must not become the `.prev` that an operator reaches for.
      Place quiet = new Place(place.path(), place.mode(), false, place.onDrift());
      swap(ports.destination().stage(quiet, old.get()));
    } else if (old.isEmpty()) {
      ports.destination().remove(place);
    }
  }

  /// Whether what is there, or is not, is somebody's doing: a file put there meanwhile is a hand
  /// edit, and a found one that was removed is not brought again.
  private static boolean isSomebodys(Job job, Optional<Content> disk) {
    return disk.isPresent() ? !disk.equals(Optional.of(job.next())) : job.fallback().isEmpty();
  }

  private void swap(Destination.Staged staged) throws StepFailed {
    try {
      ports.destination().swap(staged);
    } catch (StepFailed | RuntimeException e) {
      ports.destination().discard(staged);
      throw e;
    }
  }

  /// Whether nothing is left to put back: what stood there does again, or what somebody put there.
  boolean isRestored(Job job) {
    Optional<Content> disk = onDisk(job);
    return disk.equals(job.toRestore()) || isSomebodys(job, disk);
  }

  /// What the destination holds. What can't be read is taken to hold the new content, which is the
  /// worst that it can hold.
  Optional<Content> onDisk(Job job) {
    try {
      return look(job);
    } catch (Unproven e) {
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("destination not readable");
      return Optional.of(job.next());
    }
  }

  private Optional<Content> look(Job job) throws Unproven {
    return job.looks(Step.ROLL_BACK, () -> ports.destination().look(job.target().place()));
  }
}
