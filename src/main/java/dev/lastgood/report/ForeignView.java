// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.json.Json;

/// An entry in somebody else's format.
public sealed interface ForeignView {
  /// What the format has for it.
  record Known(Json json) implements ForeignView {}

  /// The format has nothing that would be true of it.
  ///
  /// @param why a clause about the entry
  record Missing(String why) implements ForeignView {}
}
