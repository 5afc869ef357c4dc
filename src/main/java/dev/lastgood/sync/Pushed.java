// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.sync.port.Durability;
import java.util.Optional;

/// What became of the record's way to its remote.
///
/// @param failure what was wrong with the remote, if anything
public record Pushed(Durability durability, Optional<Failure> failure) {
  /// There is nothing to push, or nowhere to push it.
  public static final Pushed NOTHING = new Pushed(Durability.DURABLE, Optional.empty());
}
