// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;

/// Holds a target, or ends that.
public record PauseOrder(ExclusiveWork exclusive, Operator operator) {
  /// Holds it until [#resume].
  public void pause(Target target, String reason) throws RequestFailed {
    History.Pause pause =
        new History.Pause(reason, operator.actor(), exclusive.equipment().ports().time().now());
    exclusive.about(
        Subject.of(target),
        () -> {
          exclusive.equipment().ports().memory().orders().pause(target.name(), pause);
          return pause;
        });
  }

  /// Ends a pause.
  ///
  /// @return whether there was one
  public boolean resume(Target target) throws RequestFailed {
    return exclusive.about(
        Subject.of(target),
        () -> exclusive.equipment().ports().memory().orders().resume(target.name()));
  }
}
