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
    if (outcome instanceof Outcome.Settled(Entry entry)) {
      return tone(entry.attempt().outcome());
    }
    if (outcome instanceof Outcome.Held) {
      return Tone.WARN;
    }
    if (outcome instanceof Outcome.Offline offline) {
      return offline.budget() == Outcome.Budget.WITHIN ? Tone.WARN : Tone.BAD;
    }
    return outcome.failures().isEmpty() ? Tone.PLAIN : Tone.BAD;
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
