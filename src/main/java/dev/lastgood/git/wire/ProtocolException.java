// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A server does not speak the protocol as we know it, or gives up in it. Another way of reading
/// may still work.
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1;

  /// A message is for people; a server may send a book.
  private static final int LONGEST = 500;

  private final boolean said;

  private ProtocolException(String message, boolean said) {
    super(message);
    this.said = said;
  }

  /// Says what came instead.
  public ProtocolException(String message) {
    this(message, false);
  }

  /// Passes on what a server says that it gives up for: a packet from some byte on.
  static ProtocolException quoting(byte[] packet, int from) {
    int length = Math.min(packet.length - from, LONGEST);
    return new ProtocolException(
        "the server says: " + new String(packet, from, length, StandardCharsets.UTF_8).strip(),
        true);
  }

  /// Whether the message is the server's own.
  public boolean isSaidByServer() {
    return said;
  }
}
