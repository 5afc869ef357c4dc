// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Proof;
import java.util.Optional;

/// A step of the second half failed: the way back begins, or has failed too.
final class Unproven extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;
  private final transient Optional<Proof> proof;

  Unproven(Failure failure, Optional<Proof> proof) {
    super(failure.message());
    this.failure = failure;
    this.proof = proof;
  }

  Failure failure() {
    return failure;
  }

  /// What the probe saw, when it came to that.
  Optional<Proof> proof() {
    return proof;
  }
}
