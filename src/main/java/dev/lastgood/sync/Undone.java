// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Sample;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What became of a plan that failed, as far as the way back has come.
///
/// @param failures the one that began the way back first, whatever happens on it
/// @param tried what the probe said of the content that failed
/// @param proof of what stood there before
/// @param verdict why the content must not be tried again by itself, if it must not
record Undone(
    LoadedPlan loaded,
    List<Failure> failures,
    List<Sample> tried,
    Proof proof,
    Optional<Quarantine.Reason> verdict) {
  /// At its beginning, when the content came to no proof.
  Undone(LoadedPlan loaded, Failure first) {
    this(loaded, first, List.of());
  }

  /// At its beginning.
  Undone(LoadedPlan loaded, Failure first, List<Sample> tried) {
    this(
        loaded,
        List.of(first),
        tried,
        new Proof(Proof.Standing.FAILED, List.of(), "the service was not proven"),
        Optional.empty());
  }

  Failure first() {
    return failures.getFirst();
  }

  Undone failing(Failure more) {
    return new Undone(
        loaded, Stream.concat(failures.stream(), Stream.of(more)).toList(), tried, proof, verdict);
  }

  /// With another account of it all.
  Undone over(Failure failure) {
    return new Undone(loaded, List.of(failure), tried, proof, verdict);
  }

  Undone proven(Proof ofOld) {
    return new Undone(loaded, failures, tried, ofOld, verdict);
  }

  Undone judged(Optional<Quarantine.Reason> reason) {
    return new Undone(loaded, failures, tried, proof, reason);
  }
}
