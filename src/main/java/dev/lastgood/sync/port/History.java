// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the ledger says of one target: all that a pass judges by.
///
/// @param newest the newest entry; empty before the first pass
/// @param lastGood the newest entry after which content was live that was proven, assumed, or found
///   at first, and is not in quarantine now
/// @param quarantine what must not be tried again, with the reason
/// @param intent what a killed pass left
/// @param pause an operator's order to hold
public record History(
    Optional<Entry> newest,
    Optional<Entry> lastGood,
    Map<BlobId, Quarantine> quarantine,
    Optional<Intent> intent,
    Optional<Pause> pause) {
  public History {
    quarantine = Map.copyOf(quarantine);
  }

  /// What is live by the record.
  public Live live() {
    return newest.map(entry -> entry.after()).orElse(new Live.Nothing());
  }

  /// What is known of the service on that.
  public Proof.Standing standing() {
    return newest.map(entry -> entry.proof().standing()).orElse(Proof.Standing.NONE);
  }

  /// What to go back to when new content fails: what is live when it is good, else the last good.
  public Live fallback() {
    if (standing().isGood()) {
      return live();
    }
    return lastGood.map(entry -> entry.after()).orElse(new Live.Nothing());
  }

  /// The way back from content that is to go in. Content that is the last good itself, or was
  /// found, has none to itself: whatever the service makes of it, it is not condemned for it.
  public Optional<Live> wayBackFrom(Optional<BlobId> content) {
    return Optional.of(fallback()).filter(good -> !good.content().equals(content));
  }

  /// Whether content is in quarantine.
  public boolean isQuarantined(BlobId blob) {
    return quarantine.containsKey(blob);
  }

  /// An operator's order to hold.
  public record Pause(String reason, String actor, Instant at) {}
}
