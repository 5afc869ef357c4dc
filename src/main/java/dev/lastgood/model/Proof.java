// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;
import java.util.Optional;

/// What is known of the service on the content that is live after an entry.
///
/// @param healthyBefore what one sample before the swap said; empty when none was taken
/// @param samples of this pass, oldest first; the first and the last ones when there were many
/// @param summary one sentence
public record Proof(
    Standing standing, Optional<Boolean> healthyBefore, List<Sample> samples, String summary) {
  public Proof {
    samples = List.copyOf(samples);
  }

  /// A proof by this pass, of a service that was not asked before.
  public Proof(Standing standing, List<Sample> samples, String summary) {
    this(standing, Optional.empty(), samples, summary);
  }

  /// A standing that this pass did not establish itself.
  public static Proof carried(Standing standing) {
    return new Proof(standing, Optional.empty(), List.of(), "not probed in this pass");
  }

  /// The same proof of a service that was asked before the swap.
  public Proof with(Optional<Boolean> healthyBefore) {
    return new Proof(standing, healthyBefore, samples, summary);
  }

  /// The same samples, which say less than they seem to.
  public Proof as(Standing standing, String summary) {
    return new Proof(standing, healthyBefore, samples, summary);
  }

  /// Whether the service did not run well.
  public boolean isFailed() {
    return standing == Standing.FAILED;
  }

  /// How sure we are of the live content.
  public enum Standing implements Worded {
    /// The target's probe, or its activation when it has none, proved it.
    PASSED,
    /// It was live before lastgood came.
    ASSUMED,
    /// The service was not running; the next pass that finds it running proves it.
    PENDING,
    /// The service did not run well on it.
    FAILED,
    /// There is nothing live.
    NONE;

    /// Whether content of this standing is good enough to go back to.
    public boolean isGood() {
      return this == PASSED || this == ASSUMED;
    }
  }
}
