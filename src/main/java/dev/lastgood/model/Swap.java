// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What an attempt put at the destination, and when.
///
/// @param content what went in, whether it stayed or not
/// @param at when it went in
/// @param undoneAt when the way back from it began
public record Swap(Live content, Instant at, Optional<Instant> undoneAt) {
  /// What an intent says of a pass that has not ended.
  ///
  /// @param announced when it was written
  public static Swap of(Intent intent, Instant announced) {
    Plan plan = intent.plan();
    Instant at = plan.run().startedAt().plus(plan.run().took()).truncatedTo(ChronoUnit.MILLIS);
    return switch (intent.phase()) {
      case SWAPPING -> new Swap(plan.change().after(), at, Optional.empty());
      case ROLLING_BACK -> new Swap(plan.change().after(), at, Optional.of(announced));
    };
  }

  /// The same of a pass that ended so; empty when nothing of what it had announced has happened.
  public Optional<Swap> in(Attempt attempt) {
    return undoneAt.isPresent() || isIn(attempt, content) ? Optional.of(this) : Optional.empty();
  }

  /// A way back that could not be announced was one all the same.
  private static boolean isIn(Attempt attempt, Live planned) {
    return switch (attempt.outcome()) {
      case ROLLED_BACK, STRANDED -> true;
      case DEPLOYED, ADOPTED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK ->
          attempt.change().after().content().equals(planned.content());
      case REFUSED, PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> false;
    };
  }

  /// What the timings say, in entries of a lastgood that recorded no more: of a pass that was not
  /// killed.
  public static Optional<Swap> ofTimings(Attempt attempt) {
    Change change = attempt.change();
    Run run = attempt.run();
    Instant proven = run.startedAt().plus(run.took());
    Instant at = proven.minus(took(run, Step.ACTIVATE).plus(took(run, Step.PROVE)));
    return switch (attempt.outcome()) {
      case DEPLOYED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK ->
          change.before().content().equals(change.after().content())
              ? Optional.empty()
              : Optional.of(new Swap(change.after(), at, Optional.empty()));
      case ROLLED_BACK, STRANDED -> change.release().map(tried -> undone(attempt, tried, at));
      case ADOPTED, REFUSED, PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED ->
          Optional.empty();
    };
  }

  /// The way back began when the last sample of what was tried had been taken or, where there is
  /// none, when the service could not be told.
  private static Swap undone(Attempt attempt, Release tried, Instant proven) {
    Run run = attempt.run();
    Instant at = proven.minus(took(run, Step.ROLL_BACK));
    Instant told = at.plus(took(run, Step.ACTIVATE));
    Instant undone =
        attempt.evidence().tried().isEmpty() ? told : attempt.evidence().tried().getLast().at();
    return new Swap(new Live.Managed(tried), at, Optional.of(undone.isBefore(at) ? at : undone));
  }

  private static Duration took(Run run, Step step) {
    return run.timings().getOrDefault(step, Duration.ZERO);
  }
}
