// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.TargetState;
import dev.lastgood.model.Worded;

/// How serious something is to whoever looks.
public enum Severity implements Worded {
  /// As it should be.
  FINE,
  /// Works today.
  NOTICE,
  /// Will fail tonight, if it does not now.
  WRONG;

  /// How serious a target's state is.
  public static Severity of(TargetState state) {
    return switch (state) {
      case GOOD -> FINE;
      case NEW, PENDING, HELD, WAITING, REWRITTEN, UNREACHABLE, DRIFTED, INTERRUPTED -> NOTICE;
      case FAILING, STALE, UNHEALTHY, STRANDED, LOST -> WRONG;
    };
  }
}
