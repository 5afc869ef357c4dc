// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Failure;

/// What a pass saw of its source.
sealed interface Seen {
  /// The file at branch:path.
  record File(Mirror.Found found) implements Seen {}

  /// No file, and why.
  record Nothing(Failure failure) implements Seen {}
}
