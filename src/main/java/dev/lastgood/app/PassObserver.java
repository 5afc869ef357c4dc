// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.time.Duration;

/// Whoever is to be told how things stand when passes are over: after each run of `sync`, after
/// each round of `watch`, also when passes failed or none could begin.
///
/// It is told outside the lock, on the thread that makes passes, one observer after the other: it
/// bounds its own time. Whatever it throws becomes a warning; the passes and their exit code are
/// what they were. Nobody is told of a rehearsal (`--dry-run`). A process that dies first tells
/// nobody: the next pass's observation says how things stand then.
public interface PassObserver {
  /// What it is called in a warning, for example `metrics`.
  String name();

  void passesOver(Observation observation);

  /// The longest that it takes, where that is worth a word.
  default Duration bound() {
    return Duration.ZERO;
  }
}
