// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is counted over all entries of a target, entry by entry, so that nobody has to walk them.
///
/// @param entries how many there are of each outcome; none of those that are not in it
/// @param live what is live after the newest entry; empty when nothing is
public record Tally(Map<OutcomeKind, Long> entries, Optional<Live> live) {
  /// Before the first entry.
  public static final Tally NONE = new Tally(Map.of(), Optional.empty());

  public Tally {
    Map<OutcomeKind, Long> ordered = new EnumMap<>(OutcomeKind.class);
    ordered.putAll(entries);
    entries = Collections.unmodifiableMap(ordered); // Map.copyOf has no order
  }

  /// Content that is live.
  ///
  /// @param since when it became live, through however many entries it has stayed since
  public record Live(BlobId blob, Instant since) {}

  /// After one more entry on this host's line.
  public Tally with(Entry entry) {
    Map<OutcomeKind, Long> more = new EnumMap<>(OutcomeKind.class);
    more.putAll(entries);
    more.merge(entry.outcome(), 1L, Long::sum);
    Optional<Live> now =
        entry
            .after()
            .content()
            .map(blob ->
                live.filter(one -> one.blob.equals(blob)).orElse(new Live(blob, entry.at())));
    return new Tally(more, now);
  }

  /// The same counts, with what is live.
  public Tally on(Optional<Live> known) {
    return new Tally(entries, known);
  }
}
