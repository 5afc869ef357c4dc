// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.model.OutcomeKind;
import dev.lastgood.sync.Outcome;

/// What outcomes look like.
final class Outcomes {
  private Outcomes() {}

  /// How it looks: good, worth a look, or bad.
  static Tone tone(Outcome outcome) {
    return switch (outcome.conclusion()) {
      case DONE ->
          outcome.written().map(entry -> tone(entry.attempt().outcome())).orElse(Tone.PLAIN);
      case HELD, OFFLINE -> Tone.WARN;
      case STALE,
          NO_FILE,
          FAILED,
          REFUSED,
          ROLLED_BACK,
          ROLLED_BACK_TO_NOTHING,
          UNHEALTHY,
          STRANDED,
          BUG ->
          Tone.BAD;
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
