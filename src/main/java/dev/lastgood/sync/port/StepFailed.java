// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;

/// A step could not be done. Thrown by ports, caught by the pass.
public final class StepFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  public StepFailed(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /// Carries a failure and what caused it, for the debug log.
  public StepFailed(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /// With a failure that waits for an operator.
  public static StepFailed operator(Step step, String message, String hint) {
    return new StepFailed(Failure.operator(step, message, hint));
  }

  /// With a failure that passes by itself.
  public static StepFailed retry(Step step, String message, String hint) {
    return new StepFailed(Failure.retry(step, message, hint));
  }

  /// With a failure that only another commit ends.
  public static StepFailed newCommit(Step step, String message, String hint) {
    return new StepFailed(Failure.newCommit(step, message, hint));
  }

  public Failure failure() {
    return failure;
  }
}
