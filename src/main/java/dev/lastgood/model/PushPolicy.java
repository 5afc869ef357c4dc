// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;
import java.time.Instant;

/// What is demanded of the record's remote.
///
/// @param lag how old an entry may become that is not there yet; a pass that finds an older one
///   calls an operator
public record PushPolicy(Mode mode, Duration lag) {
  /// When an entry has to be on the remote.
  public enum Mode implements Worded {
    /// After the pass, as soon as the remote can be had: until then this host alone has the entry.
    ASYNC,
    /// New content goes in only when every older entry is there, and what was done counts as
    /// recorded once its entry is.
    SYNC
  }

  /// Whether an entry that is not there is older than that. One from as far in the future, when a
  /// clock was wrong, would never be, and counts as one.
  public boolean isOverdue(Instant recorded, Instant now) {
    return Duration.between(recorded, now).abs().compareTo(lag) > 0;
  }
}
