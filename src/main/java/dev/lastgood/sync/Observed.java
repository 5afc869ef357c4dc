// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.sync.port.History;
import java.util.Optional;

/// How things stand on this host: what the record says is live, and what the destination holds.
///
/// @param disk the file; empty when there is none
public record Observed(History history, Optional<Content> disk) {
  /// Whose content is live. A first deployment that is stranded is not: nothing of that is to be
  /// kept, and what somebody puts over it is theirs.
  public Drift drift() {
    Drift drift = Drift.of(history.live().content(), disk.map(Content::blob));
    boolean isOurs =
        history.standing() != Proof.Standing.FAILED || history.fallback().content().isPresent();
    return drift == Drift.EDITED && !isOurs ? Drift.FOREIGN : drift;
  }

  /// Whether the destination holds something else than what is live, or nothing.
  boolean isDrifted() {
    return history.live().content().isPresent() && drift() != Drift.NONE;
  }

  /// What there is to run on: by the record or, when nothing of ours is live, on disk. What is in
  /// quarantine is nothing.
  Live usable() {
    Live live = history.live().content().isPresent() ? history.live() : replaced();
    return live.content().filter(history::isQuarantined).isPresent() ? new Live.Nothing() : live;
  }

  /// What new content replaces: what is live or, where something else stands at the destination,
  /// that, so that it can go back as it was.
  Live replaced() {
    return switch (drift()) {
      case NONE, MISSING -> history.live();
      case EDITED, FOREIGN -> new Live.Foreign(disk.orElseThrow().blob());
    };
  }

  /// Whether a person's file comes under the record before anything happens to it: one that was
  /// there before us, or was put there when nothing of ours was live. Never what is in quarantine,
  /// nor the branch's content itself, which goes through the gate first.
  boolean isToAdopt(BlobId branch) {
    return drift() == Drift.FOREIGN
        && disk.map(Content::blob)
            .filter(file -> !history.isQuarantined(file) && !file.equals(branch))
            .isPresent();
  }

  /// Whether content is the very file that was found at first: the service reads it already.
  boolean isFoundFile(BlobId content) {
    boolean found =
        switch (history.live()) {
          case Live.Nothing() -> history.ofPass().isEmpty();
          case Live.Foreign(BlobId blob) -> blob.equals(content) && history.standing().isGood();
          case Live.Managed _ -> false;
        };
    return found && disk.map(Content::blob).equals(Optional.of(content));
  }
}
