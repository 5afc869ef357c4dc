// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Entry;
import java.util.List;

/// What stands of a target by its record: the entries that put it there, newest first.
///
/// It stands until an entry that has seen it ends it. What two hosts wrote apart stands on both
/// sides until both have seen its end.
///
/// @param quarantines content that must not be tried again
/// @param pauses orders to hold
/// @param rewrites orders to follow a rewritten history
public record InForce(List<Entry> quarantines, List<Entry> pauses, List<Entry> rewrites) {
  /// Nothing.
  public static final InForce NOTHING = new InForce(List.of(), List.of(), List.of());

  public InForce {
    quarantines = List.copyOf(quarantines);
    pauses = List.copyOf(pauses);
    rewrites = List.copyOf(rewrites);
  }
}
