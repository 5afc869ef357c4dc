// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import dev.lastgood.git.wire.PacketReader.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The bytes of the data band in a stream that has bands for progress and errors beside it.
final class BandInputStream extends InputStream {
  private static final int DATA = 1;
  private static final int PROGRESS = 2;
  private static final int ERROR = 3;

  private final PacketReader packets;
  private byte[] packet = {};
  private int next;
  private boolean ended;

  BandInputStream(PacketReader packets) {
    this.packets = packets;
  }

  @Override
  public int read() throws IOException {
    return fill() ? packet[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, packet.length - next);
    System.arraycopy(packet, next, into, offset, count);
    next += count;
    return count;
  }

  /// Reads on to the end, so that the connection can be used again.
  void drain() throws IOException {
    while (fill()) {
      next = packet.length;
    }
  }

  private boolean fill() throws IOException {
    while (!ended && next == packet.length) {
      Packet read = packets.next();
      if (read instanceof Packet.Line line) {
        take(line.content());
      } else if (read == Packet.End.FLUSH) {
        ended = true;
      } else {
        throw new ProtocolException("a section inside a pack");
      }
    }
    return !ended;
  }

  private void take(byte[] content) throws ProtocolException {
    if (content.length == 0) {
      throw new ProtocolException("a packet without a band");
    }
    switch (content[0]) {
      case DATA -> {
        packet = content;
        next = 1;
      }
      case PROGRESS -> {
        // Nobody watches.
      }
      case ERROR -> throw ProtocolException.quoting(content, 1);
      default -> throw new ProtocolException("a packet of an unknown band");
    }
  }
}
