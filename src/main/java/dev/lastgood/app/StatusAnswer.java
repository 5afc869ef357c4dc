// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import java.util.Optional;

/// How a target stands, or why that is not known: a record that can't be read keeps nobody from
/// knowing how the others stand.
public sealed interface StatusAnswer {
  Target target();

  /// Empty when it is not known.
  Optional<TargetStatus> status();

  record Known(TargetStatus known) implements StatusAnswer {
    @Override
    public Target target() {
      return known.target();
    }

    @Override
    public Optional<TargetStatus> status() {
      return Optional.of(known);
    }
  }

  /// The record can't be read.
  record Unknown(Target target, RequestFailed why) implements StatusAnswer {
    @Override
    public Optional<TargetStatus> status() {
      return Optional.empty();
    }
  }
}
