// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;

/// A question that can't be answered, or an order that can't be carried out.
public final class RequestFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final String context;
  private final transient Failure failure;

  /// @param context what it is about and where it failed, for example `target powersync, prove`;
  ///   may be empty
  public RequestFailed(String context, Failure failure) {
    super(failure.message());
    this.context = context;
    this.failure = failure;
  }

  public String context() {
    return context;
  }

  public Failure failure() {
    return failure;
  }

  /// Whether another process holds the lock.
  public boolean isOccupied() {
    return failure.step() == Step.LOCK && failure.remedy() == Remedy.RETRY;
  }
}
