// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an index says of a chain: a function of its entries, and with each new one a function of
/// that and of the summary before.
///
/// @param standing the entries that stand, newest first
record ChainSummary(List<StoredEntry> standing, Tally tally) {
  ChainSummary {
    standing = List.copyOf(standing);
  }

  /// Reads the whole chain.
  static ChainSummary derive(OpenLedger ledger, TargetName target) throws IOException {
    return new ChainSummary(
        StandingEntries.derive(ledger, target).standing(), count(ledger, target));
  }

  /// Counts the entries of the whole chain. What is live, and since when, is told by this host's
  /// line.
  static Tally count(OpenLedger ledger, TargetName target) throws IOException {
    List<Tally> counted = new ArrayList<>(List.of(Tally.NONE));
    ledger.walk(target, stored -> counted.add(counted.removeLast().with(stored.entry())));
    return counted.getLast().on(live(ledger, target));
  }

  private static Optional<Tally.Live> live(OpenLedger ledger, TargetName target)
      throws IOException {
    Optional<BlobId> content =
        ledger.newest(target).flatMap(newest -> newest.entry().after().content());
    List<StoredEntry> first = new ArrayList<>();
    ledger.line(
        target,
        stored -> {
          boolean stays = stored.entry().after().content().equals(content);
          if (stays) {
            first.clear();
            first.add(stored);
          }
          return stays;
        });
    return content.map(blob -> new Tally.Live(blob, first.getFirst().entry().at()));
  }

  /// After one more entry.
  ChainSummary with(StoredEntry next) {
    return new ChainSummary(StandingEntries.with(standing, next), tally.with(next.entry()));
  }
}
