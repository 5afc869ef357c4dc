// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The digests that hooks are known by.
final class Digests {
  private static final String HMAC = "HmacSHA256";
  private static final int BUFFER = 8192;

  private Digests() {}

  /// What a header's value is on the wire.
  static byte[] bytes(String header) {
    return header.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// What is written in hexadecimal digits; nothing, when it is not.
  static byte[] ofHex(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /// The HMAC of what a stream holds, of which nothing is kept.
  ///
  /// @param most how many bytes it may hold
  /// @throws BodyTooLarge when there are more; so many are read, and no more
  static byte[] hmac(byte[] secret, InputStream body, int most) throws IOException, BodyTooLarge {
    Mac mac = keyed(secret);
    byte[] buffer = new byte[BUFFER];
    int rest = most;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      rest -= read;
      if (rest < 0) {
        throw new BodyTooLarge();
      }
      mac.update(buffer, 0, read);
    }
    return mac.doFinal();
  }

  private static Mac keyed(byte[] secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC with SHA-256", e);
    }
  }

  /// A body that no forge sends.
  static final class BodyTooLarge extends Exception {
    private static final long serialVersionUID = 1;
  }
}
