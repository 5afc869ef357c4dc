// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.PassResult;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Failure;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Step;
import dev.lastgood.sync.Outcome;
import java.util.List;
import java.util.Optional;

/// What came of going over the targets of the sources that were due.
sealed interface Round {
  /// Each had its pass, or a signal came first.
  record Made(List<PassResult> results) implements Round {
    public Made {
      results = List.copyOf(results);
    }
  }

  /// Another process holds the lock.
  record Occupied(Failure why) implements Round {}

  /// No pass could begin.
  record Impossible(String context, Failure why) implements Round {}

  /// Why no pass could begin, as a value.
  static Round of(RequestFailed failed) {
    Failure why = failed.failure();
    return failed.isOccupied() ? new Occupied(why) : new Impossible(failed.context(), why);
  }

  /// What it says of one of the sources.
  default Schedule.Look look(SourceName source) {
    return switch (this) {
      case Occupied _ -> Schedule.Look.OCCUPIED;
      case Impossible _ -> Schedule.Look.FAILED;
      case Made _ ->
          results(source).stream().allMatch(result -> unanswered(result).isEmpty())
              ? Schedule.Look.ANSWERED
              : Schedule.Look.FAILED;
    };
  }

  /// What the passes over a source's targets came to; none when none was made.
  default List<PassResult> results(SourceName source) {
    return switch (this) {
      case Occupied _, Impossible _ -> List.of();
      case Made(List<PassResult> results) ->
          results.stream()
              .filter(result -> result.target().source().name().equals(source))
              .toList();
    };
  }

  /// Whether something was recorded.
  default boolean hasWritten() {
    return switch (this) {
      case Occupied _, Impossible _ -> false;
      case Made(List<PassResult> results) -> results.stream().anyMatch(Round::hasWritten);
    };
  }

  private static boolean hasWritten(PassResult result) {
    return switch (result) {
      case PassResult.Done done -> done.outcome().written().isPresent();
      case PassResult.Stopped _, PassResult.Broken _ -> false;
    };
  }

  /// Why a pass could not look at its source; empty when it could.
  static Optional<String> unanswered(PassResult result) {
    return switch (result) {
      case PassResult.Done done -> unanswered(done.outcome()).map(Failure::message);
      case PassResult.Stopped _ -> Optional.empty();
      case PassResult.Broken(_, Throwable bug) -> Optional.of("lastgood itself failed: " + bug);
    };
  }

  /// A server that answers "no such branch" was reached.
  private static Optional<Failure> unanswered(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Offline(_, Failure failure, _) -> Optional.of(failure);
      case Outcome.Failed(_, Failure failure) -> Optional.of(failure).filter(Round::isOfAsking);
      case Outcome.Unchanged _,
          Outcome.Held _,
          Outcome.Waiting _,
          Outcome.Refused _,
          Outcome.Settled _,
          Outcome.Stranded _ ->
          Optional.empty();
    };
  }

  private static boolean isOfAsking(Failure failure) {
    return failure.step() == Step.LOOK || failure.step() == Step.FETCH;
  }
}
