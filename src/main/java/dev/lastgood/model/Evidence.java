// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;

/// What an entry rests on.
///
/// @param changes what the content adds, removes and changes in the service's own words
/// @param tried the probe's samples on content that did not stay; the proof is then of what is live
///   instead
public record Evidence(
    List<Verdict> checks, List<String> changes, Proof proof, List<Sample> tried) {
  public Evidence {
    checks = List.copyOf(checks);
    changes = List.copyOf(changes);
    tried = List.copyOf(tried);
  }

  /// No check was made.
  public static Evidence of(Proof proof) {
    return new Evidence(List.of(), List.of(), proof);
  }

  /// The same checks with another proof.
  ///
  /// @param tried the probe's samples on content that did not stay
  public Evidence with(Proof other, List<Sample> tried) {
    return new Evidence(checks, changes, other, tried);
  }

  /// Of content that stayed, or was never in.
  public Evidence(List<Verdict> checks, List<String> changes, Proof proof) {
    this(checks, changes, proof, List.of());
  }
}
