// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Content;
import dev.lastgood.model.Live;
import java.util.Optional;

/// What an entry changed in the file, or tried to.
///
/// @param stayed whether what came after became live
public record ContentChange(Side before, Side after, boolean stayed) {
  /// The file on one side of it.
  ///
  /// @param content its bytes; empty when there is no file
  public record Side(Live file, Optional<Content> content) {}
}
