// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;

/// A server's answer, written packet by packet.
final class Answer {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Packets of text, each with its line feed.
  static Answer lines(String... lines) {
    Answer answer = new Answer();
    for (String line : lines) {
      answer.packet((line + "\n").getBytes(UTF_8));
    }
    return answer;
  }

  Answer packet(byte[] content) {
    return raw("%04x".formatted(content.length + 4)).raw(content);
  }

  Answer band(int band, byte[] content) {
    byte[] packet = new byte[content.length + 1];
    packet[0] = (byte) band;
    System.arraycopy(content, 0, packet, 1, content.length);
    return packet(packet);
  }

  Answer flush() {
    return raw("0000");
  }

  Answer delimiter() {
    return raw("0001");
  }

  Answer then(Answer more) {
    return raw(more.bytes());
  }

  Answer raw(String text) {
    return raw(text.getBytes(UTF_8));
  }

  Answer raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }
}
