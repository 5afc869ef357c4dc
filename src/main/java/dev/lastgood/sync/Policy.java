// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Decides, on object ids and the record alone, what to do about the content that was found.
final class Policy {
  private Policy() {}

  /// The decision table.
  ///
  /// @param found the content at branch:path
  /// @param retry whether quarantine is to be overlooked this once
  /// @param overtaken asked only for content that a check refused: whether the verdict may be
  ///   another one by now
  /// @return what the pass comes to; empty when the content is to be tried
  static Optional<Outcome> decide(
      TargetName target, History history, BlobId found, boolean retry, BooleanSupplier overtaken) {
    if (history.live() instanceof Live.Managed(var live) && live.blob().equals(found)) {
      return Optional.of(new Outcome.Unchanged(history.live(), ""));
    }
    @Nullable Quarantine quarantine = history.quarantine().get(found);
    if (quarantine == null || retry) {
      return Optional.empty();
    }
    return switch (quarantine.reason()) {
      case MANUAL ->
          Optional.of(
              new Outcome.Held(
                  history.live(),
                  "an operator rolled back from the branch's content "
                      + found.abbreviated()
                      + "; the next change in the branch is deployed again"));
      // The verdict is void once the service has proven itself on what is live.
      case UNHEALTHY_BEFORE, LAST_GOOD_FAILED ->
          history.standing() == Proof.Standing.PASSED
              ? Optional.empty()
              : refuse(
                  target,
                  history,
                  found,
                  "failed on a service that was unhealthy without it, too, and is tried once more"
                      + " when that has proven itself");
      case FAILED ->
          refuse(target, history, found, "was rolled back, and is not tried again by itself");
      case REFUSED ->
          overtaken.getAsBoolean()
              ? Optional.empty()
              : Optional.of(
                  new Outcome.Refused(history.live(), refused(target, found), Optional.empty()));
    };
  }

  private static Failure refused(TargetName target, BlobId found) {
    return Failure.newCommit(
        Step.JUDGE,
        "the branch's content "
            + found.abbreviated()
            + " is in quarantine: it was refused by a check",
        "merge a fix, or what permits it, or mend the check ('lastgood log "
            + target
            + " --outcome refused' says which): it is judged again when one of these has changed;"
            + " now with: lastgood sync "
            + target
            + " --retry");
  }

  private static Optional<Outcome> refuse(
      TargetName target, History history, BlobId found, String why) {
    Failure failure =
        Failure.newCommit(
            Step.JUDGE,
            "the branch's content " + found.abbreviated() + " is in quarantine: it " + why,
            "merge a fix; or try it again now with: lastgood sync " + target + " --retry");
    return Optional.of(new Outcome.Refused(history.live(), failure, Optional.empty()));
  }
}
