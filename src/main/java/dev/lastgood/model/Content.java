// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Some file's exact bytes, together with the id Git gives them.
///
/// Immutable: the bytes are copied in and out, so what was checked is what is written.
public final class Content {
  private final byte[] bytes;
  private final BlobId blob;

  private Content(byte[] bytes) {
    this.bytes = bytes;
    this.blob = BlobId.of(bytes);
  }

  /// Wraps a copy of the bytes.
  public static Content of(byte[] bytes) {
    return new Content(bytes.clone());
  }

  /// The UTF-8 bytes of a text.
  public static Content of(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The bytes read as UTF-8, malformed input replaced: for eyes and line diffs, never for writing.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The id of the bytes.
  public BlobId blob() {
    return blob;
  }

  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return blob.hashCode();
  }

  @Override
  public String toString() {
    return "content " + blob.abbreviated() + " (" + bytes.length + " bytes)";
  }
}
