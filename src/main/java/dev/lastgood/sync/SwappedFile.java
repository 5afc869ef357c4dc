// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// The destination in the second half: what it holds, and what stood there put back.
final class SwappedFile {
  private final Destination destination;
  private final PassRecorder recorder;
  private final Place place;

  SwappedFile(Ports ports, PassRecorder recorder) {
    this.destination = ports.destination();
    this.recorder = recorder;
    this.place = recorder.target().place();
  }

  /// Swaps in, unless somebody put something there since the destination was looked at, which would
  /// be lost.
  void swap(LoadedPlan loaded, Destination.Staged staged) throws StepFailed {
    if (!destination.look(place).equals(loaded.before())) {
      throw StepFailed.retry(
          Step.SWAP,
          place.path() + " was changed by somebody else during this pass",
          "nothing is lost: the next pass looks at it first");
    }
    destination.swap(staged);
  }

  /// Removes a staged file that was not swapped in; one that stays is swept by the next pass.
  void discard(Destination.Staged staged) {
    recorder.tryStep(Step.SWAP, "the staged file stays", () -> destination.discard(staged));
  }

  /// Whether the destination holds the new bytes, and did not before. What can't be read is taken
  /// to hold them.
  boolean isSwappedIn(LoadedPlan loaded) {
    Optional<Content> next = Optional.of(loaded.next());
    return !loaded.before().equals(next) && onDisk(loaded).equals(next);
  }

  /// Puts back what stood there.
  ///
  /// @return what went wrong; [#isRestored] tells whether the bytes are there all the same, as when
  ///   only the flush of their directory failed
  Optional<Failure> restore(LoadedPlan loaded) {
    try {
      recorder.step(Step.ROLL_BACK, () -> restore(loaded, destination.look(place)));
      return Optional.empty();
    } catch (StepFailed e) {
      return Optional.of(e.failure());
    }
  }

  private void restore(LoadedPlan loaded, Optional<Content> disk) throws StepFailed {
    if (isSomebodys(loaded, disk)) {
      return;
    }
    Optional<Content> old = loaded.toRestore();
    if (old.isEmpty()) {
      destination.remove(place);
    } else if (!disk.equals(old)) {
      putBack(old.get());
    }
  }

  private void putBack(Content old) throws StepFailed {
    // The bytes that failed must not become the `.prev` that an operator reaches for.
    Place quiet = new Place(place.path(), place.mode(), false, place.onDrift());
    Destination.Staged staged = destination.stage(quiet, old);
    try {
      destination.swap(staged);
    } catch (StepFailed | RuntimeException e) {
      destination.discard(staged);
      throw e;
    }
  }

  /// Whether what is there, or is not, is somebody's doing: a file put there meanwhile is a hand
  /// edit, and a found one that was removed is not brought again.
  private static boolean isSomebodys(LoadedPlan loaded, Optional<Content> disk) {
    return disk.isPresent()
        ? !disk.equals(Optional.of(loaded.next()))
        : loaded.fallback().isEmpty();
  }

  /// Whether nothing is left to put back: what stood there does again, or what somebody put there.
  boolean isRestored(LoadedPlan loaded) {
    Optional<Content> disk = onDisk(loaded);
    return disk.equals(loaded.toRestore()) || isSomebodys(loaded, disk);
  }

  /// What the destination holds. What can't be read is taken to hold the new content, which is the
  /// worst that it can hold.
  Optional<Content> onDisk(LoadedPlan loaded) {
    try {
      return look();
    } catch (StepFailed e) {
      return Optional.of(loaded.next());
    }
  }

  /// A proof of other bytes than the expected ones proves nothing: somebody changed the file
  /// meanwhile, and it is not known which the service has read.
  ///
  /// @param expected the bytes; empty when there should be no file
  Proof verified(Proof proof, Optional<Content> expected) {
    return proof.standing() != Proof.Standing.PASSED || holds(expected)
        ? proof
        : proof.as(
            expected.isPresent() ? Proof.Standing.PENDING : Proof.Standing.NONE,
            "somebody changed the destination during the proof, which says nothing therefore");
  }

  private boolean holds(Optional<Content> expected) {
    try {
      return look().equals(expected);
    } catch (StepFailed e) {
      return false;
    }
  }

  private Optional<Content> look() throws StepFailed {
    try {
      return recorder.guarded(Step.ROLL_BACK, () -> destination.look(place));
    } catch (StepFailed e) {
      recorder.warn("destination not readable", e.failure());
      throw e;
    }
  }
}
