// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Decides, on object ids and the record alone, what to do about the content that was found.
final class Policy {
  private Policy() {}

  /// The decision table.
  ///
  /// @param found the content at branch:path
  /// @param retry whether quarantine is to be overlooked this once
  /// @param healthyNow asked only when content waits for the service to be healthy again
  static Decision decide(
      TargetName target, History history, BlobId found, boolean retry, BooleanSupplier healthyNow) {
    if (history.live() instanceof Live.Managed(var live) && live.blob().equals(found)) {
      return new Decision.Same();
    }
    @Nullable Quarantine quarantine = history.quarantine().get(found);
    if (quarantine == null || retry) {
      return new Decision.Try();
    }
    return switch (quarantine.reason()) {
      case MANUAL ->
          new Decision.Hold(
              "an operator rolled back from the branch's content "
                  + found.abbreviated()
                  + "; the next change in the branch is deployed again");
      case UNHEALTHY_BEFORE ->
          healthyNow.getAsBoolean()
              ? new Decision.Try()
              : refuse(target, found, "failed while the service was unhealthy, and it still is");
      case FAILED -> refuse(target, found, "was rolled back, and is not tried again by itself");
      case REFUSED -> refuse(target, found, "was refused by a check");
    };
  }

  private static Decision refuse(TargetName target, BlobId found, String why) {
    return new Decision.Refuse(
        Failure.newCommit(
            Step.JUDGE,
            "the branch's content " + found.abbreviated() + " is in quarantine: it " + why,
            "merge a fix; or try it again now with: lastgood sync " + target + " --retry"));
  }
}
