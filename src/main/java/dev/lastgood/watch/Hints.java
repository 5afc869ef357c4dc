// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.model.SourceName;

/// Where somebody outside says that a source may have something new. That is never believed: it
/// leads to a look, and nothing else.
///
/// May be called on any thread, and returns at once.
public interface Hints {
  /// Asks for a look at a source.
  ///
  /// @param source one that is configured now; the hint for another one leads to nothing
  /// @return names the look that this leads to, in the log too; hints that one look answers get the
  ///   same one
  LookId hint(SourceName source);
}
