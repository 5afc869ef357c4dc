// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The Git id of some bytes: content, not commit, decides whether something changed.
///
/// @param hex 40 lower-case hexadecimal digits
public record BlobId(String hex) implements Comparable<BlobId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

  /// Refuses an abbreviated or malformed id.
  ///
  /// @throws IllegalArgumentException when `hex` is not a full SHA-1 object id
  public BlobId {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a full blob id: " + hex);
    }
  }

  /// The id Git gives these bytes: SHA-1 over `blob <length>\0` and the bytes.
  public static BlobId of(byte[] bytes) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return new BlobId(HexFormat.of().formatHex(sha1.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /// The first ten digits, for eyes only.
  public String abbreviated() {
    return hex.substring(0, 10);
  }

  @Override
  public int compareTo(BlobId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
