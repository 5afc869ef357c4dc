// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;

/// Holds a target, or ends that.
public record PauseOrder(ExclusiveWork exclusive, Operator operator) {
  /// Holds it until [#resume].
  public Recorded<Entry> pause(Target target, String reason) throws RequestFailed {
    return about(target, () -> work().entries().pause(target.name(), reason));
  }

  /// Ends a pause.
  ///
  /// @return the entry that says so; empty when there was none
  public Recorded<Optional<Entry>> resume(Target target) throws RequestFailed {
    return about(target, () -> work().entries().resume(target.name()));
  }

  private <T> Recorded<T> about(Target target, Subject.Work<T> order) throws RequestFailed {
    return work().about(Subject.of(target), List.of(target), order);
  }

  private OrderedWork work() {
    return new OrderedWork(exclusive, operator);
  }
}
