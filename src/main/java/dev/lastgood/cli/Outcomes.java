// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.Outcome;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import java.util.List;
import java.util.Optional;

/// What every outcome has, whichever it is.
final class Outcomes {
  private Outcomes() {}

  /// What is live after the pass.
  static Live live(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged(Live live, _) -> live;
      case Outcome.Held(Live live, _) -> live;
      case Outcome.Offline(Live live, _, _) -> live;
      case Outcome.Failed(Live live, _) -> live;
      case Outcome.Refused(Live live, _, _) -> live;
      case Outcome.Settled(Entry entry) -> entry.attempt().movement().after();
    };
  }

  /// The outcome in one word, as in JSON and in the ledger.
  static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _ -> "unchanged";
      case Outcome.Held _ -> "held";
      case Outcome.Offline _ -> "offline";
      case Outcome.Failed _ -> "failed";
      case Outcome.Refused _ -> OutcomeKind.REFUSED.word();
      case Outcome.Settled(Entry entry) -> entry.attempt().outcome().word();
    };
  }

  /// What went wrong, the first failure first.
  static List<Failure> failures(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _, Outcome.Held _ -> List.of();
      case Outcome.Offline(_, Failure failure, _) -> List.of(failure);
      case Outcome.Failed(_, Failure failure) -> List.of(failure);
      case Outcome.Refused(_, Failure failure, _) -> List.of(failure);
      case Outcome.Settled(Entry entry) -> entry.attempt().account().failures();
    };
  }

  /// The entry that the pass wrote.
  static Optional<Entry> entry(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _, Outcome.Held _, Outcome.Offline _, Outcome.Failed _ ->
          Optional.empty();
      case Outcome.Refused(_, _, Optional<Entry> entry) -> entry;
      case Outcome.Settled(Entry entry) -> Optional.of(entry);
    };
  }

  /// More to say about a pass that wrote nothing and failed at nothing; may be empty.
  static String note(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged(_, String note) -> note;
      case Outcome.Held(_, String why) -> why;
      case Outcome.Offline _, Outcome.Failed _, Outcome.Refused _, Outcome.Settled _ -> "";
    };
  }

  /// How it looks: good, worth a look, or bad.
  static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _ -> Tone.PLAIN;
      case Outcome.Held _ -> Tone.WARN;
      case Outcome.Offline(_, _, Outcome.Budget budget) ->
          budget == Outcome.Budget.WITHIN ? Tone.WARN : Tone.BAD;
      case Outcome.Failed _, Outcome.Refused _ -> Tone.BAD;
      case Outcome.Settled(Entry entry) -> tone(entry.attempt().outcome());
    };
  }

  /// How a recorded outcome looks.
  static Tone tone(OutcomeKind outcome) {
    return switch (outcome) {
      case DEPLOYED, ADOPTED, RECOVERED -> Tone.GOOD;
      case DRIFT_HEALED, MANUAL_ROLLBACK -> Tone.WARN;
      case REFUSED, ROLLED_BACK, STRANDED -> Tone.BAD;
    };
  }

  /// Whether a person is needed now.
  static boolean isStranded(OutcomeKind outcome) {
    return outcome == OutcomeKind.STRANDED;
  }
}
