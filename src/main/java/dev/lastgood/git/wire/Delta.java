// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import org.eclipse.jgit.errors.CorruptObjectException;

/// The instructions that make an object from another one: copies of parts of it, and bytes of their
/// own (gitformat-pack, "Deltified representation").
final class Delta {
  /// A copy's size of zero stands for this.
  private static final int WHOLE = 0x10000;

  private final byte[] code;
  private int next;

  Delta(byte[] code) {
    this.code = code;
  }

  /// How large what it makes is, by its own word: to be compared with a bound before it is made.
  long resultSize() throws CorruptObjectException {
    next = 0;
    takeSize();
    return takeSize();
  }

  /// Makes the object, for which [#resultSize] must be found small enough to be an array.
  ///
  /// @throws CorruptObjectException unless every instruction stays within the base and the result,
  ///   and the result is filled exactly
  byte[] applyTo(byte[] base) throws CorruptObjectException {
    next = 0;
    if (takeSize() != base.length) {
      throw new CorruptObjectException("a delta is for another object");
    }
    byte[] result = new byte[Math.toIntExact(takeSize())];
    int filled = 0;
    while (next < code.length) {
      int instruction = take();
      int count;
      if ((instruction & 0x80) != 0) {
        long from = takeBits(instruction, 4);
        long size = takeBits(instruction >> 4, 3);
        count = size == 0 ? WHOLE : (int) size;
        require(from + count <= base.length && count <= result.length - filled);
        System.arraycopy(base, (int) from, result, filled, count);
      } else {
        count = instruction;
        require(count > 0 && count <= code.length - next && count <= result.length - filled);
        System.arraycopy(code, next, result, filled, count);
        next += count;
      }
      filled += count;
    }
    require(filled == result.length);
    return result;
  }

  private long takeSize() throws CorruptObjectException {
    long size = 0;
    for (int shift = 0; ; shift += 7) {
      require(shift < 56);
      int one = take();
      size |= (long) (one & 0x7f) << shift;
      if ((one & 0x80) == 0) {
        return size;
      }
    }
  }

  /// A number of which only those bytes follow whose bit is set.
  private long takeBits(int bits, int bytes) throws CorruptObjectException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      if ((bits & (1 << i)) != 0) {
        value |= (long) take() << (8 * i);
      }
    }
    return value;
  }

  private int take() throws CorruptObjectException {
    require(next < code.length);
    return code[next++] & 0xff;
  }

  private static void require(boolean sound) throws CorruptObjectException {
    if (!sound) {
      throw new CorruptObjectException("a delta is malformed");
    }
  }
}
