// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/// A style sheet or a script of ours, as it stands in the page.
///
/// @param source what a content security policy knows it by
record Asset(String text, String source) {
  static final Asset STYLE = read("page.css");
  static final Asset SCRIPT = read("page.js");

  private static Asset read(String name) {
    try (InputStream in = Objects.requireNonNull(Asset.class.getResourceAsStream(name), name)) {
      String text = "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Asset(text, "'sha256-" + Base64.getEncoder().encodeToString(sha256(text)) + "'");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
