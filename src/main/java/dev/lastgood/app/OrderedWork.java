// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.PassRequest;
import java.util.List;
import java.util.Set;

/// An operator's order: carried out while no pass is running, and brought to the record's remote
/// before another one may.
record OrderedWork(ExclusiveWork exclusive, Operator operator) {
  OrderEntries entries() {
    return operator.orders(exclusive.equipment().ports());
  }

  /// Carries an order out.
  ///
  /// @param concerned whose records it becomes an entry of
  <T> Recorded<T> about(Subject subject, List<Target> concerned, Subject.Work<T> order)
      throws RequestFailed {
    PassRequest request =
        new PassRequest(Trigger.MANUAL, operator.actor(), operator.host(), Set.of());
    return exclusive.about(
        subject,
        () -> {
          T answer = order.done();
          return new Recorded<>(
              answer,
              concerned.stream()
                  .map(target ->
                      new Recorded.OnRemote(
                          target, exclusive.equipment().deployer().publish(target, request)))
                  .toList());
        });
  }
}
