// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import java.util.Optional;

/// A step of the second half failed: the way back begins, or has failed too.
final class Unproven extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;
  private final transient Optional<Prover.Finding> finding;

  Unproven(Failure failure, Optional<Prover.Finding> finding) {
    super(failure.message());
    this.failure = failure;
    this.finding = finding;
  }

  Failure failure() {
    return failure;
  }

  /// What the probe saw, when it came to that.
  Optional<Prover.Finding> finding() {
    return finding;
  }
}
