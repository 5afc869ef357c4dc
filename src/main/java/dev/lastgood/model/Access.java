// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// How a source is reached.
///
/// @param caFile PEM certificates to trust beside the platform's own; https only
/// @param proxy an http proxy, `http://host:port`; without one the environment's is used
public record Access(Auth auth, Optional<Path> caFile, Optional<URI> proxy, Limits limits) {
  /// The same within other limits.
  public Access within(Limits other) {
    return new Access(auth, caFile, proxy, other);
  }
}
