// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Target;
import dev.lastgood.sync.Drift;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Whether the destination holds what the record says, in words too.
///
/// @param kind how they compare; empty when the file can't be read
public record FileDrift(Optional<Drift> kind, String sentence) {
  static FileDrift unreadable(Failure failure) {
    return new FileDrift(Optional.empty(), failure.message());
  }

  /// Compares.
  ///
  /// @param expected what the record says is live; empty when nothing is
  static FileDrift of(Destination destination, Target target, Optional<BlobId> expected) {
    String file = target.place().path().toString();
    Optional<BlobId> found;
    try {
      found = destination.look(target.place()).map(Content::blob);
    } catch (StepFailed e) {
      return unreadable(e.failure());
    }
    Drift drift = Drift.of(expected, found);
    String holds = file + " holds " + found.map(BlobId::abbreviated).orElse("nothing");
    String sentence =
        switch (drift) {
          case NONE ->
              file
                  + (found.isPresent()
                      ? " holds the live content"
                      : " does not exist, as recorded");
          case MISSING -> file + " is gone.";
          case FOREIGN -> holds + ", of which the record knows nothing.";
          case EDITED -> holds + ", which is not what was deployed.";
        };
    return new FileDrift(Optional.of(drift), sentence);
  }

  /// Whether they differ, or can't be compared.
  public boolean differs() {
    return !is(Drift.NONE);
  }

  boolean is(Drift drift) {
    return kind.equals(Optional.of(drift));
  }
}
