// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.sync.Pushed;
import java.util.List;

/// What an operator ordered, and what became of the record of that.
///
/// @param on of each target that it concerns
public record Recorded<T>(T answer, List<OnRemote> on) {
  public Recorded {
    on = List.copyOf(on);
  }

  /// What became of a target's record.
  public record OnRemote(Target target, Pushed pushed) {}
}
