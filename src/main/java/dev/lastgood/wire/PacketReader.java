// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads packet lines (gitprotocol-common, "pkt-line"): four hexadecimal digits of length, then the
/// content.
final class PacketReader {
  /// One packet.
  sealed interface Packet {
    /// Content.
    final class Line implements Packet {
      private final byte[] content;

      private Line(byte[] content) {
        this.content = content;
      }

      /// The bytes, not to be changed.
      byte[] content() {
        return content;
      }

      /// The content as text, without the line feed that may end it.
      String text() {
        String text = new String(content, StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
      }
    }

    /// Ends an answer.
    record Flush() implements Packet {}

    /// Ends a section of an answer.
    record Delimiter() implements Packet {}
  }

  private static final int HEADER = 4;
  private static final int LARGEST = 65_520;
  private static final String ERROR = "ERR ";

  private final InputStream in;

  PacketReader(InputStream in) {
    this.in = in;
  }

  /// The next packet.
  ///
  /// @throws EOFException when there is none
  /// @throws ProtocolException when what comes is no packet, or says that the server gave up
  Packet next() throws IOException {
    int length = length(exactly(HEADER));
    if (length == 0) {
      return new Packet.Flush();
    }
    if (length == 1) {
      return new Packet.Delimiter();
    }
    if (length < HEADER || length > LARGEST) {
      throw new ProtocolException("a packet has the impossible length " + length);
    }
    Packet.Line line = new Packet.Line(exactly(length - HEADER));
    if (line.content().length >= ERROR.length() && line.text().startsWith(ERROR)) {
      throw new ProtocolException("the server says: " + line.text().substring(ERROR.length()));
    }
    return line;
  }

  private static int length(byte[] digits) throws ProtocolException {
    int length = 0;
    for (byte digit : digits) {
      int value = Character.digit(digit, 16);
      if (value < 0) {
        throw new ProtocolException("what the server sends is not Git's protocol");
      }
      length = (length << 4) | value;
    }
    return length;
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the answer ends early");
    }
    return bytes;
  }
}
