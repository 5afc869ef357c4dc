// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// What a pass is about to do, on disk before it does it. What is left of a pass that was killed.
///
/// @param id the commit in the ledger that holds it
/// @param phase how far the pass says it came
public record Intent(EntryId id, Plan plan, Phase phase) {
  /// How far a pass came.
  public enum Phase implements Worded {
    /// The candidate was about to be, or had been, swapped in.
    SWAPPING,
    /// The last good was about to be, or had been, put back.
    ROLLING_BACK
  }
}
