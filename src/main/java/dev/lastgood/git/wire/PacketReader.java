// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

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

    /// What ends something.
    enum End implements Packet {
      /// Ends an answer.
      FLUSH,
      /// Ends a section of an answer.
      DELIMITER
    }
  }

  private static final int HEADER = 4;
  private static final int LARGEST = 65_520;
  private static final byte[] ERROR = {'E', 'R', 'R', ' '};

  private final InputStream in;
  private boolean begun;

  PacketReader(InputStream in) {
    this.in = in;
  }

  /// The text of the next line; empty at the flush that ends an answer.
  ///
  /// @throws ProtocolException as [#next], and when a section ends instead
  Optional<String> line() throws IOException {
    return textUntil(Packet.End.FLUSH);
  }

  /// The text of the next line of a section; empty at the delimiter that ends it.
  ///
  /// @throws ProtocolException as [#next], and when the whole answer ends instead
  Optional<String> lineOfSection() throws IOException {
    return textUntil(Packet.End.DELIMITER);
  }

  private Optional<String> textUntil(Packet.End end) throws IOException {
    Packet packet = next();
    if (packet instanceof Packet.Line line) {
      return Optional.of(line.text());
    }
    if (packet != end) {
      throw new ProtocolException("the server's answer lacks a part");
    }
    return Optional.empty();
  }

  /// The next packet.
  ///
  /// @throws EOFException when there is none, or half a one
  /// @throws ProtocolException when what comes is no packet, or says that the server gave up; and
  ///   when nothing comes at all, which is how a server answers a command that it does not know
  Packet next() throws IOException {
    int length = length(exactly(HEADER));
    if (length == 0) {
      return Packet.End.FLUSH;
    }
    if (length == 1) {
      return Packet.End.DELIMITER;
    }
    if (length < HEADER || length > LARGEST) {
      throw new ProtocolException("a packet has the impossible length " + length);
    }
    byte[] content = exactly(length - HEADER);
    if (isError(content)) {
      throw ProtocolException.quoting(content, ERROR.length);
    }
    return new Packet.Line(content);
  }

  /// Not by way of text: most packets are parts of a pack.
  private static boolean isError(byte[] content) {
    int length = ERROR.length;
    return content.length >= length && Arrays.equals(content, 0, length, ERROR, 0, length);
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
    byte[] bytes = new byte[count];
    int came = in.readNBytes(bytes, 0, count);
    if (came == 0 && !begun) {
      throw new ProtocolException("the server's answer is empty");
    }
    if (came < count) {
      throw new EOFException("the answer ends early");
    }
    begun = true;
    return bytes;
  }
}
