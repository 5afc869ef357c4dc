// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// A swap with its way back, complete enough to be finished or undone by another process.
///
/// @param change from what the destination holds to what it is to hold; its quarantine is what
///   success puts there
/// @param fallback what goes back when the new content fails, its bytes being in the ledger; empty
///   when there is no way back
public record Plan(
    TargetName target,
    Purpose purpose,
    Change change,
    Optional<Live> fallback,
    Readiness readiness,
    Run run) {
  /// Why a swap is made.
  public enum Purpose implements Worded {
    /// New content from the branch.
    DEPLOY,
    /// The destination was edited; the live content goes back. There is no way back from that.
    HEAL,
    /// A rollback left other content than the last good; the last good goes in. There is no way
    /// back.
    RECOVER,
    /// The record was brought from its remote to a host without a file; what it says is live goes
    /// in. There is no way back.
    RESTORE,
    /// An operator goes back.
    MANUAL_ROLLBACK;
  }

  /// What was seen before the swap.
  ///
  /// @param running whether the service ran, so that it may be restarted
  /// @param healthy what one sample said; empty when none was taken
  /// @param reason an operator's reason; empty when there is none
  /// @param undone why the way back was begun; empty before it
  public record Readiness(
      boolean running,
      Optional<Boolean> healthy,
      Evidence evidence,
      String reason,
      Optional<Failure> undone) {
    /// Nothing is undone yet.
    public Readiness(boolean running, Optional<Boolean> healthy, Evidence evidence, String reason) {
      this(running, healthy, evidence, reason, Optional.empty());
    }
  }

  /// The same plan for a service that does not run any more, and is not started then.
  public Plan notRunning() {
    return with(
        new Readiness(
            false, readiness.healthy, readiness.evidence, readiness.reason, readiness.undone));
  }

  private Plan with(Readiness changed) {
    return new Plan(target, purpose, change, fallback, changed, run);
  }

  /// The same plan on its way back, so that another process blames what this one did.
  public Plan undoneOver(Failure failure) {
    return with(
        new Readiness(
            readiness.running,
            readiness.healthy,
            readiness.evidence,
            readiness.reason,
            Optional.of(failure)));
  }
}
