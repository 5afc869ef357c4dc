// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import java.util.Optional;

/// That the record's remote was out of reach in this run: it is the same one for all targets, and
/// is not waited for once more.
final class RemoteOutage {
  private Optional<Failure> failure = Optional.empty();

  /// Why it is not asked; empty when it is.
  Optional<Failure> failure() {
    return failure;
  }

  /// A target met a failure. What happened at a push may be of that target's branch alone.
  void met(Failure why) {
    if (why.step() == Step.RECONCILE && why.remedy() == Remedy.RETRY) {
      failure = Optional.of(why);
    }
  }
}
