// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.util.List;

/// How the passes of one run, or of one round, ended.
public sealed interface Passes {
  /// Each had its end.
  ///
  /// @param results of the targets that were chosen; after a signal not of all of them
  record Made(List<PassResult> results) implements Passes {
    public Made {
      results = List.copyOf(results);
    }
  }

  /// None was made: another process holds the lock, and what that one does is told by it.
  record Occupied(RequestFailed why) implements Passes {}

  /// None could begin, until an operator acts.
  record Impossible(RequestFailed why) implements Passes {}

  /// Why none was made.
  static Passes none(RequestFailed why) {
    return why.isOccupied() ? new Occupied(why) : new Impossible(why);
  }
}
