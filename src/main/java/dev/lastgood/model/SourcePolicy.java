// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;

/// What is demanded of a source beyond reading it.
///
/// @param staleAfter how long the source may be unreachable before that is an error
/// @param rewrites what to do when the deployed commit is no ancestor of the tip
public record SourcePolicy(Duration staleAfter, Rewrites rewrites, Signatures signatures) {
  /// What to do with rewritten history.
  public enum Rewrites implements Worded {
    /// Hold the last good until an operator accepts the rewrite.
    REFUSE,
    /// Follow the branch wherever it goes.
    ACCEPT
  }
}
