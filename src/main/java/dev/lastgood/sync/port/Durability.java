// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Worded;

/// How far what is recorded would outlive this host, when a pass ends.
public enum Durability implements Worded {
  /// All of it is on the remote as far as is known, or none is demanded.
  DURABLE,
  /// Something is not there yet, and there is time left.
  OUTSTANDING,
  /// What this pass did is not there yet, which `mode: sync` demands.
  UNCONFIRMED,
  /// Something is not there for longer than `lag`.
  OVERDUE,
  /// An operator has to mend the remote, or the way to it.
  REFUSED,
  /// This program failed at it.
  BROKEN;

  /// Whether a person has to look at it.
  public boolean isTrouble() {
    return switch (this) {
      case DURABLE, OUTSTANDING, UNCONFIRMED -> false;
      case OVERDUE, REFUSED, BROKEN -> true;
    };
  }
}
