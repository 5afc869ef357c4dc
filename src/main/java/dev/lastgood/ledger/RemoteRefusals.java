// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;

/// Why a remote's branch is not taken for this record, and the way out.
final class RemoteRefusals {
  private RemoteRefusals() {}

  /// It is not, or not only, made of entries of the target.
  static StepFailed noRecord(RemoteBranch branch, String problem) {
    return StepFailed.operator(
        Step.RECONCILE,
        branch + " is no record of " + branch.target() + ": " + problem,
        "nothing of it was taken over. If somebody else's branch is there, set ledger.host or"
            + " another ledger.push.url; else move it away in the repository there, and the next"
            + " pass pushes"
            + " this host's record anew: git branch -m %s set-aside/%<s"
                .formatted(branch.branch()));
  }

  /// It lost what it had.
  static StepFailed rewritten(RemoteBranch branch, Path ledger, ObjectId there, ObjectId known) {
    return StepFailed.operator(
        Step.RECONCILE,
        "%s was rewritten: it is at %s, and entry %s, which it had, is not in it any more"
            .formatted(branch, there.name(), known.name()),
        "find out who may rewrite it. To keep both, so that the next pass joins them:"
            + " git -C %s update-ref -d %s".formatted(ledger, branch.lost()));
  }
}
