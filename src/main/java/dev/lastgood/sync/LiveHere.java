// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.sync.port.History;
import java.util.Optional;

/// What is live on this host once its record and another one are one.
///
/// It is what the destination holds, by whichever of the two knows it; and where neither does, what
/// the record here says: a hand edit is the pass's to heal. Only a host on which nothing of ours is
/// live takes it from the other record. What is in quarantine here is never taken from there.
///
/// @param standing what is known of the service here on that
record LiveHere(Live live, Proof.Standing standing) {
  /// @param here the record of this host
  /// @param theirs the newest entry of the other one
  /// @param disk what the destination holds
  static LiveHere of(History here, Entry theirs, Optional<Content> disk) {
    Optional<BlobId> ours = here.live().content();
    boolean isQuarantined = theirs.after().content().filter(here::isQuarantined).isPresent();
    boolean isOurs = ours.isPresent() && ours.equals(disk.map(Content::blob));
    boolean isTheirs = disk.isPresent() && disk.map(Content::blob).equals(theirs.after().content());
    return !isQuarantined && !isOurs && (isTheirs || ours.isEmpty())
        ? new LiveHere(theirs.after(), unproven(theirs))
        : new LiveHere(here.live(), here.standing());
  }

  /// A proof of another host's service is none of ours; what failed there is not tried here.
  private static Proof.Standing unproven(Entry theirs) {
    return switch (theirs.proof().standing()) {
      case PASSED, ASSUMED, PENDING -> Proof.Standing.PENDING;
      case FAILED -> Proof.Standing.FAILED;
      case NONE -> Proof.Standing.NONE;
    };
  }
}
