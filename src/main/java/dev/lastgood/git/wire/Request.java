// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A request under construction: a command, its capabilities, a delimiter, its arguments.
final class Request {
  private static final int HEADER = 4;
  private static final int LONGEST = 65_516;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Request() {}

  static Request command(String name) {
    // Neither agent nor object-format: both are optional, sha1 is the default, and a request that
    // names a capability which the server did not advertise may be refused.
    Request request = new Request().line("command=" + name);
    request.bytes.writeBytes("0001".getBytes(StandardCharsets.US_ASCII));
    return request;
  }

  Request line(String text) {
    byte[] content = (text + "\n").getBytes(StandardCharsets.UTF_8);
    if (content.length > LONGEST) {
      throw new IllegalArgumentException("a line of " + content.length + " bytes");
    }
    String length = HexFormat.of().toHexDigits((short) (content.length + HEADER));
    bytes.writeBytes(length.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(content);
    return this;
  }

  byte[] end() {
    bytes.writeBytes("0000".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}
