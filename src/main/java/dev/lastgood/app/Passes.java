// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.util.List;
import java.util.Optional;

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
  record Occupied(RequestFailed why) implements Passes {
    @Override
    public boolean isElsewhere() {
      return true;
    }
  }

  /// None could begin, until an operator acts.
  record Impossible(RequestFailed why) implements Passes {
    @Override
    public Optional<RequestFailed> obstacle() {
      return Optional.of(why);
    }
  }

  /// Why none was made.
  static Passes none(RequestFailed why) {
    return why.isOccupied() ? new Occupied(why) : new Impossible(why);
  }

  /// Whether another process makes passes now.
  default boolean isElsewhere() {
    return false;
  }

  /// What keeps passes from being made until an operator acts.
  default Optional<RequestFailed> obstacle() {
    return Optional.empty();
  }
}
