// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.sync.OrderEntries;

/// Holds a target, or ends that.
public record PauseOrder(ExclusiveWork exclusive, Operator operator) {
  /// Holds it until [#resume].
  public void pause(Target target, String reason) throws RequestFailed {
    exclusive.about(Subject.of(target), () -> entries().pause(target.name(), reason));
  }

  /// Ends a pause.
  ///
  /// @return whether there was one
  public boolean resume(Target target) throws RequestFailed {
    return exclusive.about(Subject.of(target), () -> entries().resume(target.name()).isPresent());
  }

  private OrderEntries entries() {
    return operator.orders(exclusive.equipment().ports());
  }
}
