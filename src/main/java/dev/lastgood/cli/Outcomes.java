// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.Outcome;
import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;

/// What outcomes look like.
final class Outcomes {
  private Outcomes() {}

  /// How it looks: good, worth a look, or bad.
  static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _ -> Tone.PLAIN;
      case Outcome.Held _ -> Tone.WARN;
      case Outcome.Offline offline ->
          offline.budget() == Outcome.Budget.WITHIN ? Tone.WARN : Tone.BAD;
      case Outcome.Failed _, Outcome.Refused _, Outcome.Stranded _ -> Tone.BAD;
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
