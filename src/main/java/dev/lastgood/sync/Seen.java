// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;

/// What a pass saw of its source.
public sealed interface Seen {
  /// The file at branch:path.
  record File(Mirror.Found found) implements Seen {
    @Override
    public Outcome then(Way<Mirror.Found> file, Way<Failure> nothing) throws StepFailed {
      return file.go(found);
    }
  }

  /// No file, and why.
  record Nothing(Failure failure) implements Seen {
    @Override
    public Outcome then(Way<Mirror.Found> file, Way<Failure> nothing) throws StepFailed {
      return nothing.go(failure);
    }
  }

  /// Goes on one way or the other.
  Outcome then(Way<Mirror.Found> file, Way<Failure> nothing) throws StepFailed;

  /// How a pass goes on with what it saw.
  @FunctionalInterface
  interface Way<T> {
    /// Ends the pass.
    Outcome go(T seen) throws StepFailed;
  }
}
