// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static dev.lastgood.git.wire.HandmadePack.copies;
import static dev.lastgood.git.wire.HandmadePack.copy;
import static dev.lastgood.git.wire.HandmadePack.joined;
import static dev.lastgood.git.wire.HandmadePack.size;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterInputStream;
import org.eclipse.jgit.lib.ObjectId;

/// A program for a JVM with a small heap: reads bombs, each as large as it is without [Bounds], and
/// prints how it fared: `bomb <which> <exception> <MiB that were allocated on the way>`.
final class SmallHeap {
  static final int OBJECTS = 20_000;
  static final Bounds BOUNDS = new Bounds(OBJECTS, 4 << 20, 8 << 20);
  private static final int MIB = 1 << 20;

  private SmallHeap() {}

  /// Makes a bomb's stream.
  private interface Bomb {
    InputStream open() throws IOException;
  }

  static void main() throws IOException {
    IsolatedSystem.install();
    for (Map.Entry<String, Bomb> each : bombs().entrySet()) {
      InputStream bomb = each.getValue().open();
      long before = allocated();
      String result;
      try {
        result = "read " + PackReader.read(bomb, BOUNDS).size();
      } catch (IOException | RuntimeException | Error e) {
        result = e.getClass().getSimpleName();
      }
      System.out.println(
          "bomb " + each.getKey() + " " + result + " " + (allocated() - before) / MIB);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static Map<String, Bomb> bombs() {
    Map<String, Bomb> bombs = new LinkedHashMap<>();
    bombs.put("objects", () -> in(new HandmadePack().bytes(0xffffffffL)));
    bombs.put("size", () -> in(new HandmadePack().head(3, 1L << 40).bytes()));
    bombs.put("largest-size", () -> in(new HandmadePack().head(3, (1L << 60) - 1).bytes()));
    bombs.put(
        "delta-size", () -> in(new HandmadePack().head(7, 1L << 40).raw(new byte[20]).bytes()));
    bombs.put(
        "zlib-unannounced", () -> then(new HandmadePack().head(3, 10), tempting(zeros(), 20_000)));
    bombs.put(
        "zlib-announced",
        () -> then(new HandmadePack().head(3, 4 * MIB), tempting(zeros(), 20_000)));
    bombs.put("result-size", SmallHeap::resultSize);
    bombs.put("doubling", SmallHeap::doubling);
    bombs.put("copies", SmallHeap::manyCopies);
    bombs.put("many-waiting", SmallHeap::manyWaiting);
    bombs.put("never-resolved", SmallHeap::neverResolved);
    bombs.put(
        "empty-blocks",
        () -> then(new HandmadePack().head(3, 10), tempting(emptyBlocks(), 20_000)));
    bombs.put("sizes", () -> then(new HandmadePack().head(3, 10), new Cycle((byte) 0xff)));
    bombs.put("endless-objects", SmallHeap::endlessObjects);
    bombs.put("endless-small-objects", SmallHeap::endlessSmallObjects);
    return bombs;
  }

  private static InputStream resultSize() throws IOException {
    HandmadePack pack = new HandmadePack().object(ObjectType.BLOB, new byte[100]);
    return in(pack.ofsDelta(12, joined(size(100), size(1L << 50), copy(0, 100))).bytes());
  }

  /// Each object is twice the one before.
  private static InputStream doubling() {
    HandmadePack pack = new HandmadePack();
    long base = pack.offset();
    int size = 128 << 10;
    pack.object(ObjectType.BLOB, new byte[size]);
    for (int i = 0; i < 20; i++) {
      long here = pack.offset();
      pack.ofsDelta(base, copies(size, 2));
      base = here;
      size = Math.min(2 * size, 64 * MIB);
    }
    return in(pack.bytes());
  }

  /// Each object is as large as the one before.
  private static InputStream manyCopies() {
    HandmadePack pack = new HandmadePack().object(ObjectType.BLOB, new byte[MIB]);
    byte[] delta = copies(MIB, 1);
    for (int i = 0; i < 20; i++) {
      pack.ofsDelta(12, delta);
    }
    return in(pack.bytes());
  }

  /// One base lets thousands of deltas loose at once, each making a megabyte.
  private static InputStream manyWaiting() throws IOException {
    byte[] base = new byte[MIB];
    ObjectId id = GitObject.of(ObjectType.BLOB, base).id();
    HandmadePack pack = new HandmadePack();
    byte[] delta = copies(MIB, 1);
    for (int i = 1; i < OBJECTS; i++) {
      pack.refDelta(id, delta);
    }
    return in(pack.object(ObjectType.BLOB, base).bytes());
  }

  /// As many deltas as there may be, all waiting, for bases whose hash codes are the same.
  private static InputStream neverResolved() {
    HandmadePack pack = new HandmadePack();
    byte[] delta = copies(12, 1);
    for (int i = 0; i < OBJECTS; i++) {
      pack.refDelta(ObjectId.fromString("%08x%032x".formatted(i, 0)), delta);
    }
    return in(pack.bytes());
  }

  private static InputStream endlessObjects() {
    byte[] one = new HandmadePack().object(ObjectType.BLOB, new byte[MIB]).unsealed(1);
    return then(new HandmadePack(), OBJECTS, entry(one));
  }

  private static InputStream endlessSmallObjects() {
    byte[] one = new HandmadePack().object(ObjectType.BLOB, new byte[1]).unsealed(1);
    return then(new HandmadePack(), OBJECTS, entry(one));
  }

  private static InputStream entry(byte[] pack) {
    return new Cycle(Arrays.copyOfRange(pack, 12, pack.length));
  }

  /// The zlib header, and blocks of nothing.
  private static InputStream emptyBlocks() {
    byte[] zlib = {0x78, (byte) 0x9c};
    return new SequenceInputStream(
        in(zlib), new Cycle((byte) 0, (byte) 0, (byte) 0, (byte) -1, (byte) -1));
  }

  /// Zeros without end, a thousand of them in each byte.
  private static InputStream zeros() {
    return new DeflaterInputStream(new Cycle((byte) 0));
  }

  /// Who takes more than so many bytes of it did not notice in time what it is.
  private static InputStream tempting(InputStream endless, int enough) {
    return new FilterInputStream(endless) {
      private long taken;

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        taken += length;
        if (taken > enough) {
          throw new IllegalStateException("it takes what never ends");
        }
        return super.read(into, offset, length);
      }
    };
  }

  private static InputStream then(HandmadePack begun, InputStream rest) {
    return then(begun, 1, rest);
  }

  private static InputStream then(HandmadePack begun, long claimed, InputStream rest) {
    return new SequenceInputStream(in(begun.unsealed(claimed)), rest);
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /// The same bytes over and over, without end.
  static class Cycle extends InputStream {
    private final byte[] bytes;
    private int next;

    Cycle(byte... bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      int one = bytes[next] & 0xff;
      next = (next + 1) % bytes.length;
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      for (int i = 0; i < length; i++) {
        into[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
