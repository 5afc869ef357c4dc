// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lastgood.model.Failure;
import dev.lastgood.sync.port.StepFailed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What a step says when it fails.
public final class Failures {
  private Failures() {}

  /// How something fails, which it must.
  public static Failure failure(ThrowingCallable call) {
    StepFailed failed = catchThrowableOfType(StepFailed.class, call);
    assertThat(failed).as("nothing failed").isNotNull();
    return failed.failure();
  }
}
