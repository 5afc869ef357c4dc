// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Target;
import dev.lastgood.sync.PassRequest;
import java.util.Optional;

/// The way back to earlier content, at an operator's word.
public record RollbackOrder(ExclusiveWork exclusive) {
  /// Rolls back.
  ///
  /// @param to the entry after which it was live; else the newest good content that is not in
  ///   quarantine
  public PassResult.Done run(Target target, Optional<String> to, String reason, PassRequest request)
      throws RequestFailed {
    Equipment equipment = exclusive.equipment();
    return exclusive.about(
        Subject.of(target),
        () -> {
          Optional<Entry> entry =
              to.isEmpty()
                  ? Optional.empty()
                  : Optional.of(equipment.archive().find(target.name(), to.get()));
          return PassResult.Done.timed(
              target,
              request,
              equipment.ports().time(),
              () -> equipment.deployer().rollBack(target, entry, reason, request));
        });
  }
}
