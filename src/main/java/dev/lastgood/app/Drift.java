// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.StepFailed;
import java.util.Locale;
import java.util.Optional;

/// Whether the destination holds what the record says.
///
/// @param kind how they compare
/// @param sentence the same in words
public record Drift(Kind kind, String sentence) {
  /// How file and record compare.
  public enum Kind {
    /// They agree.
    NONE,
    /// The file holds something else.
    EDITED,
    /// A file stands where nothing of ours is live.
    FOREIGN,
    /// The file is gone.
    MISSING,
    /// The file can't be read.
    UNREADABLE;

    /// The kind as it stands in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Compares.
  ///
  /// @param expected what the record says is live; empty when nothing is
  public static Drift of(Destination destination, Target target, Optional<BlobId> expected) {
    String file = target.place().path().toString();
    Optional<BlobId> found;
    try {
      found = destination.look(target.place()).map(Content::blob);
    } catch (StepFailed e) {
      return new Drift(Kind.UNREADABLE, e.failure().message());
    }
    if (found.equals(expected)) {
      String agrees =
          found.isPresent() ? " holds the live content" : " does not exist, as recorded";
      return new Drift(Kind.NONE, file + agrees);
    }
    if (found.isEmpty()) {
      return new Drift(Kind.MISSING, file + " is gone.");
    }
    String holds = file + " holds " + found.get().abbreviated();
    return expected.isEmpty()
        ? new Drift(Kind.FOREIGN, holds + ", of which the record knows nothing.")
        : new Drift(Kind.EDITED, holds + ", which is not what was deployed.");
  }

  /// Whether they differ, or can't be compared.
  public boolean isWorthSaying() {
    return kind != Kind.NONE;
  }
}
