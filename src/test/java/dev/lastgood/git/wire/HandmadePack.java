// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// A pack that is written byte by byte, so that it can be as no Git would write it.
final class HandmadePack {
  static final int OFS_DELTA = 6;
  static final int REF_DELTA = 7;

  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private long count;

  /// Where the next entry begins.
  long offset() {
    return 12L + entries.size();
  }

  HandmadePack object(ObjectType type, byte[] bytes) {
    return head(type.number(), bytes.length).raw(deflated(bytes));
  }

  HandmadePack ofsDelta(long base, byte[] delta) {
    long here = offset();
    return head(OFS_DELTA, delta.length).raw(distance(here - base)).raw(deflated(delta));
  }

  HandmadePack refDelta(ObjectId base, byte[] delta) {
    return head(REF_DELTA, delta.length).raw(raw(base)).raw(deflated(delta));
  }

  /// An entry's beginning: what it is, and the size that it claims.
  HandmadePack head(int type, long size) {
    count++;
    long rest = size >>> 4;
    int one = (type << 4) | (int) (size & 0x0f);
    for (; rest != 0; rest >>>= 7) {
      entries.write(one | 0x80);
      one = (int) (rest & 0x7f);
    }
    entries.write(one);
    return this;
  }

  HandmadePack raw(byte... bytes) {
    entries.writeBytes(bytes);
    return this;
  }

  /// The pack, with the number of objects that it has.
  byte[] bytes() {
    return bytes(count);
  }

  /// The pack, with a number of objects that it claims.
  byte[] bytes(long claimed) {
    return sealed(unsealed(claimed));
  }

  /// The pack without the checksum at its end.
  byte[] unsealed(long claimed) {
    ByteBuffer header = ByteBuffer.allocate(12).put(new byte[] {'P', 'A', 'C', 'K'});
    header.putInt(2).putInt((int) claimed);
    return joined(header.array(), entries.toByteArray());
  }

  /// Bytes with their SHA-1 behind them.
  static byte[] sealed(byte[] pack) {
    return joined(pack, Constants.newMessageDigest().digest(pack));
  }

  /// The same pack with a checksum that is right.
  static byte[] resealed(byte[] pack) {
    return sealed(Arrays.copyOf(pack, pack.length - Constants.OBJECT_ID_LENGTH));
  }

  static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /// A delta that copies the whole base so many times.
  static byte[] copies(int base, int times) {
    ByteArrayOutputStream delta = new ByteArrayOutputStream();
    delta.writeBytes(size(base));
    delta.writeBytes(size((long) base * times));
    for (int i = 0; i < times; i++) {
      for (int from = 0; from < base; from += 0xffff) {
        delta.writeBytes(copy(from, Math.min(0xffff, base - from)));
      }
    }
    return delta.toByteArray();
  }

  /// An instruction to copy.
  static byte[] copy(int from, int count) {
    return new byte[] {
      (byte) 0xbf,
      (byte) from,
      (byte) (from >> 8),
      (byte) (from >> 16),
      (byte) (from >> 24),
      (byte) count,
      (byte) (count >> 8)
    };
  }

  /// A delta's size, in its own way of writing numbers.
  static byte[] size(long size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = size;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) (rest & 0x7f) | 0x80);
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] distance(long distance) {
    byte[] reversed = new byte[10];
    int length = 0;
    reversed[length++] = (byte) (distance & 0x7f);
    for (long rest = distance >>> 7; rest != 0; rest >>>= 7) {
      rest--;
      reversed[length++] = (byte) ((rest & 0x7f) | 0x80);
    }
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = reversed[length - 1 - i];
    }
    return out;
  }

  private static byte[] raw(ObjectId id) {
    byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
    id.copyRawTo(raw, 0);
    return raw;
  }
}
