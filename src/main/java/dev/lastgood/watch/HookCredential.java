// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.security.MessageDigest;

/// What a forge sends to show that it knows the secret. Compared in constant time, digest with
/// digest, so that not even a length can be measured.
sealed interface HookCredential {
  /// Whether it was made with the secret.
  ///
  /// @param secret what both know
  /// @param hmac the body's, made with the secret here
  boolean fits(byte[] secret, byte[] hmac);

  /// An HMAC of the body, with SHA-256.
  record Signature(String hex) implements HookCredential {
    @Override
    public boolean fits(byte[] secret, byte[] hmac) {
      return MessageDigest.isEqual(Digests.ofHex(hex), hmac);
    }
  }

  /// The secret itself.
  record Token(String token) implements HookCredential {
    @Override
    public boolean fits(byte[] secret, byte[] hmac) {
      return MessageDigest.isEqual(Digests.sha256(Digests.bytes(token)), Digests.sha256(secret));
    }

    /// Nothing of it is ever printed.
    @Override
    public String toString() {
      return "Token";
    }
  }
}
