// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;

/// What one exchange with a server may cost. A server that goes beyond is refused, never waited
/// for.
///
/// @param timeout the whole exchange, from the first byte sent to the last one read; of objects
///   that arrive, how long the server may be silent
/// @param maxDownload bytes of one exchange
/// @param maxObject bytes of one object, unpacked
/// @param maxDuration an exchange that brings objects, however steadily they arrive
public record Limits(Duration timeout, long maxDownload, long maxObject, Duration maxDuration) {
  /// The same, and no exchange may take longer than the timeout, whatever arrives.
  public Limits whole() {
    return new Limits(timeout, maxDownload, maxObject, timeout);
  }
}
