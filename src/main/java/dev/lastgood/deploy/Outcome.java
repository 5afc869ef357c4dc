// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import java.util.Optional;

/// What a pass over one target came to.
public sealed interface Outcome {
  /// The branch holds what is live.
  ///
  /// @param live what is live
  /// @param note more to say, for example that a newer commit carries the same content; may be
  ///   empty
  record Unchanged(Live live, String note) implements Outcome {}

  /// Something new is there and is not tried now, as ordered.
  ///
  /// @param live what is live
  /// @param why by whose order
  record Held(Live live, String why) implements Outcome {}

  /// The source was not reached.
  ///
  /// @param live what is live
  /// @param failure why it was not reached
  /// @param budget how serious that is
  record Offline(Live live, Failure failure, Budget budget) implements Outcome {}

  /// Something failed before the swap that says nothing about the candidate. Nothing was touched.
  ///
  /// @param live what is live
  /// @param failure what
  record Failed(Live live, Failure failure) implements Outcome {}

  /// The candidate is refused, now or still.
  ///
  /// @param live what is live
  /// @param failure why
  /// @param entry the entry written about it; empty when one had been written before
  record Refused(Live live, Failure failure, Optional<Entry> entry) implements Outcome {}

  /// The pass changed something, and the newest entry says what.
  ///
  /// @param entry with any outcome but refused
  record Settled(Entry entry) implements Outcome {}

  /// How serious it is that a source was not reached.
  enum Budget {
    /// There is a usable file and time left.
    WITHIN,
    /// There is a usable file, and the source has not been reached for longer than `stale-after`.
    SPENT,
    /// There is no usable file.
    NO_FILE
  }
}
