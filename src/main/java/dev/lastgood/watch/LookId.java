// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names a look that somebody asked for, so that whoever asked finds it in the log.
public record LookId(String value) {
  private static final int BYTES = 6;

  /// A new one, which no other look has or will have.
  static LookId next() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new LookId(HexFormat.of().formatHex(random));
  }

  @Override
  public String toString() {
    return value;
  }
}
