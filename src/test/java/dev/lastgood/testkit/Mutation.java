// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.util.Arrays;
import java.util.Random;

/// Random damage to bytes.
public final class Mutation {
  private Mutation() {}

  /// A copy in which one to four things happened: bytes changed, lost, doubled, or set to the
  /// values that numbers overflow at.
  public static byte[] of(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int left = 1 + random.nextInt(4); left > 0 && bytes.length > 0; left--) {
      int at = random.nextInt(bytes.length);
      int count = Math.min(bytes.length - at, 1 + random.nextInt(8));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> Arrays.fill(bytes, at, at + count, (byte) 0xff);
        case 3 -> Arrays.fill(bytes, at, at + count, (byte) 0);
        case 4 -> bytes = without(bytes, at, count);
        default -> bytes = doubled(bytes, at, count);
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int at, int count) {
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - count);
    System.arraycopy(bytes, at + count, shorter, at, bytes.length - at - count);
    return shorter;
  }

  private static byte[] doubled(byte[] bytes, int at, int count) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
    System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
    return longer;
  }
}
