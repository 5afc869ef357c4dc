// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;

/// Whose failure it is that keeps content from being tried: what it means for the pass.
enum Culprit {
  /// The source was not reached, or broke off. That passes by itself, and spends the budget.
  SOURCE,
  /// The branch's content, its history, or who signed it: it is refused.
  CONTENT,
  /// This host, or what its operator has to mend. It says nothing about the content.
  HOST,
  /// This program.
  PROGRAM;

  static Culprit of(Failure failure) {
    return switch (failure.remedy()) {
      case RETRY -> isReading(failure.step()) ? SOURCE : HOST;
      case NEW_COMMIT, ACCEPT_REWRITE -> CONTENT;
      // What the operator has to say there is whose content may be followed.
      case OPERATOR -> failure.step() == Step.JUDGE ? CONTENT : HOST;
      case BUG -> PROGRAM;
    };
  }

  private static boolean isReading(Step step) {
    return switch (step) {
      case LOOK, FETCH, JUDGE, EXTRACT -> true;
      case LOCK,
          RECONCILE,
          RECOVER,
          STAGE,
          CHECK,
          INTEND,
          SWAP,
          ACTIVATE,
          PROVE,
          ROLL_BACK,
          SETTLE,
          PUSH ->
          false;
    };
  }
}
