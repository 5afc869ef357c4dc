// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Mirror;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Decides, on object ids and the record alone, what to do about the content that was found.
///
/// @param retry whether quarantine is to be overlooked this once
/// @param retryAfterOutage whether void verdicts are tried once more by themselves
/// @param overtaken whether what a check refused might pass by now; asked about nothing else
record Policy(
    TargetName target, boolean retry, boolean retryAfterOutage, BooleanSupplier overtaken) {
  /// What is to be done.
  sealed interface Decision {
    /// The content is to be tried.
    record Try() implements Decision {}

    /// It is live already.
    record Keep(Outcome.Unchanged outcome) implements Decision {}

    /// It is held as ordered, or stays refused.
    record Wait(Outcome outcome) implements Decision {}
  }

  /// A paused pass looks and reports.
  static Outcome paused(History history, Poller.Lookup lookup) {
    History.Pause pause = history.pause().orElseThrow();
    String tip =
        switch (lookup) {
          case Poller.Lookup.Failed(Failure why) -> "the source: " + why.message();
          case Poller.Lookup.Located(Mirror.Found found) ->
              history.live().content().equals(Optional.of(found.blob()))
                  ? "the branch holds what is live"
                  : "the branch holds other content, at " + found.tip().commit().abbreviated();
        };
    return new Outcome.Held(
        history.live(), "paused by " + pause.actor() + " (" + pause.reason() + "); " + tip);
  }

  Decision decide(History history, Mirror.Found found) {
    if (history.live().managed().filter(live -> live.blob().equals(found.blob())).isPresent()) {
      return new Decision.Keep(new Outcome.Unchanged(history.live(), note(history, found.tip())));
    }
    Optional<Quarantine> quarantine = Optional.ofNullable(history.quarantine().get(found.blob()));
    return quarantine.isEmpty() || retry
        ? new Decision.Try()
        : onQuarantined(history, quarantine.get());
  }

  private static String note(History history, Mirror.Tip tip) {
    if (history.standing() == Proof.Standing.PENDING) {
      return "the service is not running; its proof is pending";
    }
    return history.live().origin().equals(Optional.of(tip.commit()))
        ? ""
        : "the branch moved to " + tip.commit().abbreviated() + ", the file did not change";
  }

  private Decision onQuarantined(History history, Quarantine quarantine) {
    String content = "the branch's content " + quarantine.blob().abbreviated();
    return switch (quarantine.reason()) {
      case MANUAL -> held(history, content);
      // The verdict is void once the service has proven itself on what is live.
      case UNHEALTHY_BEFORE, LAST_GOOD_FAILED ->
          retryAfterOutage && history.standing() == Proof.Standing.PASSED
              ? new Decision.Try()
              : tried(history, content);
      case FAILED ->
          refused(
              history,
              content + " is in quarantine: it was rolled back, and is not tried again by itself",
              "merge a fix; or try it again now with: " + again());
      case REFUSED -> overtaken.getAsBoolean() ? new Decision.Try() : checked(history, content);
    };
  }

  private static Decision held(History history, String content) {
    return new Decision.Wait(
        new Outcome.Held(
            history.live(),
            "an operator rolled back from "
                + content
                + "; the next change in the branch is deployed again"));
  }

  private Decision tried(History history, String content) {
    String until =
        retryAfterOutage
            ? "tried once more when that has proven itself"
            : "not tried again by itself: retry-after-outage is off";
    return refused(
        history,
        content
            + " is in quarantine: it failed on a service that was unhealthy without it, too, and is"
            + " "
            + until,
        "mend the service ('lastgood log "
            + target
            + "' says what it failed of), or merge a fix; or try it again now with: "
            + again());
  }

  private Decision checked(History history, String content) {
    return refused(
        history,
        content + " is in quarantine: it was refused by a check",
        "merge a fix, or what permits it, or mend the check ('lastgood log "
            + target
            + " --outcome refused' says which): it is judged again when one of these has changed;"
            + " now with: "
            + again());
  }

  private String again() {
    return "lastgood sync " + target + " --retry";
  }

  private static Decision refused(History history, String message, String hint) {
    Failure why = Failure.newCommit(Step.JUDGE, message, hint);
    return new Decision.Wait(new Outcome.Refused(history.live(), why, Optional.empty()));
  }
}
