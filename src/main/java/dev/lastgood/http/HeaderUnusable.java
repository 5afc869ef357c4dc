// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.http;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.RequestSpec.HeaderValue;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A header that can't be sent; says why without its value.
public final class HeaderUnusable extends Exception {
  private static final long serialVersionUID = 1;
  private static final int LARGEST = 16 * 1024;

  private final String reason;

  private HeaderUnusable(String reason) {
    super(reason);
    this.reason = reason;
  }

  /// Why, in words that go on after a colon.
  public String reason() {
    return reason;
  }

  /// Sets a header, reading its value now when it is in a file.
  static void set(HttpRequest.Builder request, String name, HeaderValue value)
      throws HeaderUnusable {
    String text =
        switch (value) {
          case HeaderValue.Literal literal -> literal.value();
          case HeaderValue.FromFile(Path file) -> read(name, file);
          case HeaderValue.Bearer(Path file) -> "Bearer " + token(name, file);
        };
    try {
      request.setHeader(name, text);
    } catch (IllegalArgumentException _) { // its message holds the value
      throw new HeaderUnusable("header " + name + ": its name or value can't be sent");
    }
  }

  private static String token(String name, Path file) throws HeaderUnusable {
    String token = read(name, file);
    boolean quoted = token.matches("([\"']).*\\1");
    if (token.isEmpty() || quoted || token.chars().anyMatch(Character::isWhitespace)) {
      throw new HeaderUnusable(
          "header " + name + ": " + file + " must hold a bare token, and nothing else");
    }
    return token;
  }

  private static String read(String name, Path file) throws HeaderUnusable {
    try {
      return new String(RegularFile.bytes(file, LARGEST), StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException _) {
      throw new HeaderUnusable("header " + name + ": no such file: " + file);
    } catch (AccessDeniedException _) {
      throw new HeaderUnusable("header " + name + ": no permission to read " + file);
    } catch (IOException e) {
      throw new HeaderUnusable("header " + name + ": " + file + ": " + e.getMessage());
    }
  }
}
