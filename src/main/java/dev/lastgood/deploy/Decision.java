// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Failure;

/// What to do about the content that was found.
sealed interface Decision {
  /// It is live already.
  record Same() implements Decision {}

  /// Try it.
  record Try() implements Decision {}

  /// Leave it, as ordered.
  record Hold(String why) implements Decision {}

  /// Refuse it, still.
  record Refuse(Failure failure) implements Decision {}
}
