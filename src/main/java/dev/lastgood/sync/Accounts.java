// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;

/// What happened, in plain words, as it stands in the ledger.
final class Accounts {
  private Accounts() {}

  static String success(Plan plan, Proof proof) {
    String what =
        switch (plan.purpose()) {
          case DEPLOY -> "The new content is live";
          case HEAL ->
              "The destination did not hold what was deployed; the deployed content is live again";
          case RECOVER -> "The rollback that had failed is made good: the last good is live again";
          case MANUAL_ROLLBACK ->
              "An operator went back to earlier content (" + plan.readiness().reason() + ")";
        };
    return what + ". Proof: " + proof.summary() + ".";
  }

  /// @param indicted whether the failure says something about the content
  static String rolledBack(Job job, Proof proof, boolean indicted) {
    String what =
        indicted
            ? "The content did not prove itself. "
            : "The content could not be brought into use, which says nothing about it. ";
    String before =
        job.wasUnhealthy()
            ? " The service was unhealthy before, and this content did not cure it."
            : "";
    String after = proof.isFailed() ? " A person is needed now." : "";
    return what + back(job) + before + after + " Proof: " + proof.summary() + ".";
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
      case Live.Nothing() -> "Nothing was deployed before; the new content is gone again.";
      case Live.Managed(var release) ->
          "The content of " + release.commit().abbreviated() + " is live again.";
      case Live.Foreign(var blob) ->
          "The file found at first (" + blob.abbreviated() + ") is back.";
    };
  }
}
