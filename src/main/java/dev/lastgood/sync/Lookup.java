// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.sync.port.Mirror;

/// What came of looking for the file at branch:path.
sealed interface Lookup {
  /// It is there.
  record Found(Mirror.Found file) implements Lookup {}

  /// It is not, or could not be had.
  record Failed(Failure why) implements Lookup {}
}
