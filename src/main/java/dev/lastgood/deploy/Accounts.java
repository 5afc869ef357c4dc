// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;

/// What happened, in plain words, as it stands in the ledger.
final class Accounts {
  private Accounts() {}

  static String success(Plan plan, Prover.Finding finding) {
    String what =
        switch (plan.purpose()) {
          case DEPLOY -> "The new content is live";
          case HEAL ->
              "The destination did not hold what was deployed; the deployed content is live again";
          case RECOVER -> "The rollback that had failed is made good: the last good is live again";
          case MANUAL_ROLLBACK ->
              "An operator went back to earlier content (" + plan.readiness().reason() + ")";
        };
    return what + ". Proof: " + finding.summary() + ".";
  }

  static String rolledBack(Job job, Prover.Finding finding) {
    String before =
        job.wasUnhealthy()
            ? " The service was unhealthy before, and this content did not cure it."
            : "";
    return "The content did not prove itself. "
        + back(job)
        + before
        + " Proof: "
        + finding.summary()
        + ".";
  }

  static String stranded(Job job) {
    if (job.plan().fallback().isEmpty()) {
      return "The service does not run well on the last good content that was put back. A person is"
          + " needed now.";
    }
    return "The content did not prove itself, and the way back failed too. A person is needed now.";
  }

  private static String back(Job job) {
    return switch (job.plan().fallback().orElseThrow()) {
      case Live.Nothing() -> "There was no file before, so there is none again.";
      case Live.Managed(var release) ->
          "The content of " + release.commit().abbreviated() + " is live again.";
      case Live.Foreign(var blob) ->
          "The file found at first (" + blob.abbreviated() + ") is back.";
    };
  }

  /// What is known of content that was live before and was not probed now.
  static Proof.Standing carried(Live live) {
    return switch (live) {
      case Live.Nothing() -> Proof.Standing.NONE;
      case Live.Managed _ -> Proof.Standing.PASSED;
      case Live.Foreign _ -> Proof.Standing.ASSUMED;
    };
  }
}
