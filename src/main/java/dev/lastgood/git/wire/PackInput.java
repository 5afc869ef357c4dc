// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// A pack's bytes from its start on, hashed as they are taken.
final class PackInput implements AutoCloseable {
  private final InputStream in;
  private final MessageDigest digest = Constants.newMessageDigest();
  private final Inflater inflater = new Inflater();
  private final byte[] buffer = new byte[8192];
  private final byte[] tooMuch = new byte[1];
  private int next;
  private int end;
  private long taken;

  PackInput(InputStream in) {
    this.in = in;
  }

  /// How many bytes were taken.
  long offset() {
    return taken;
  }

  /// The next byte.
  int take() throws IOException {
    if (next == end) {
      fill();
    }
    digest.update(buffer[next]);
    taken++;
    return buffer[next++] & 0xff;
  }

  /// The next four bytes, most significant first.
  long takeInt() throws IOException {
    long value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | take();
    }
    return value;
  }

  /// The next twenty bytes.
  ObjectId takeId() throws IOException {
    byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) take();
    }
    return ObjectId.fromRaw(raw);
  }

  /// A zlib stream that must unpack to exactly so many bytes.
  ///
  /// @throws CorruptObjectException when it does not, or goes on and on with next to nothing in it
  byte[] inflate(int size) throws IOException {
    byte[] out = new byte[size];
    long until = taken + longest(size);
    inflater.reset();
    int filled = 0;
    while (!inflater.finished()) {
      filled += unpack(out, filled);
      if (filled > size || inflater.needsDictionary()) {
        throw new CorruptObjectException("an object does not unpack to the size it has");
      }
      consume();
      if (taken > until) {
        throw new CorruptObjectException("an object takes far more bytes than it has");
      }
    }
    if (filled != size) {
      throw new CorruptObjectException("an object does not unpack to the size it has");
    }
    return out;
  }

  /// Unpacks the next bytes to their place; when there is none left, one byte to nowhere, because
  /// that there is none has to be seen.
  private int unpack(byte[] out, int filled) throws IOException {
    if (inflater.needsInput()) {
      feed();
    }
    try {
      return filled < out.length
          ? inflater.inflate(out, filled, out.length - filled)
          : inflater.inflate(tooMuch, 0, 1);
    } catch (DataFormatException e) {
      throw new CorruptObjectException("an object can't be unpacked", e);
    }
  }

  /// More than zlib takes at its worst; empty blocks can follow each other without end.
  private static long longest(int size) {
    return 2L * size + 1024;
  }

  private void feed() throws IOException {
    if (next == end) {
      fill();
    }
    inflater.setInput(buffer, next, end - next);
  }

  /// Counts what the inflater took of the buffer.
  private void consume() {
    int rest = inflater.getRemaining();
    if (inflater.finished() || rest == 0) {
      int used = end - next - rest;
      digest.update(buffer, next, used);
      taken += used;
      next += used;
    }
  }

  /// Compares the hash of all that was taken with the one that follows.
  void expectChecksum() throws IOException {
    byte[] computed = digest.digest();
    byte[] stated = new byte[computed.length];
    takeId().copyRawTo(stated, 0);
    if (!Arrays.equals(computed, stated)) {
      throw new CorruptObjectException("the pack's checksum is wrong");
    }
  }

  private void fill() throws IOException {
    int count = in.read(buffer);
    if (count <= 0) {
      throw new EOFException("the pack ends early");
    }
    next = 0;
    end = count;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
