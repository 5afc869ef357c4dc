// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.wire;

import java.io.IOException;

/// A server does not speak the protocol as we know it, or gives up in it. Another way of reading
/// may still work.
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1;

  /// Says what came instead.
  public ProtocolException(String message) {
    super(message);
  }
}
