// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Ports;
import java.util.List;

/// Lets content in quarantine be tried again by the next pass.
public record QuarantineClearance(ExclusiveWork exclusive, Operator operator) {
  /// How many contents are meant.
  public enum Scope {
    /// The one that fits.
    ONE,
    /// All that fit.
    ALL
  }

  public sealed interface Answer {}

  /// These may be tried again.
  public record Cleared(List<QuarantinedContent> contents) implements Answer {}

  /// One was meant, and none or several fit: nothing was cleared.
  public record NotOne(int fitting) implements Answer {}

  /// Clears a target's content.
  ///
  /// @param start how the ids begin; empty for any
  public Recorded<Answer> clear(Target target, String start, Scope scope) throws RequestFailed {
    Ports ports = exclusive.equipment().ports();
    OrderedWork work = new OrderedWork(exclusive, operator);
    return work.about(
        Subject.of(target),
        List.of(target),
        () -> {
          List<QuarantinedContent> fitting =
              QuarantinedContent.of(ports.memory().ledger(), target).stream()
                  .filter(one -> one.quarantine().blob().hex().startsWith(start))
                  .toList();
          boolean meant =
              switch (scope) {
                case ALL -> true;
                case ONE -> fitting.size() == 1 || (fitting.isEmpty() && start.isEmpty());
              };
          if (!meant) {
            return new NotOne(fitting.size());
          }
          for (QuarantinedContent one : fitting) {
            work.entries().clear(target.name(), one.quarantine().blob());
          }
          return new Cleared(fitting);
        });
  }
}
