// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.time.Instant;
import java.util.Optional;

/// What a state means for a target, why it is so, since when, and what to do about it.
///
/// @param summary one sentence without a full stop
/// @param why what went wrong, or who ordered it; empty when the summary says all
/// @param since since when it has been so, as far as that is known
/// @param next the command or line to follow; empty when there is nothing to do
public record Advice(String summary, Optional<String> why, Optional<Instant> since, String next) {
  /// A state that needs no reason, and is of now.
  static Advice plain(String summary, String next) {
    return new Advice(summary, Optional.empty(), Optional.empty(), next);
  }
}
