// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.pack;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// A pack on disk with the files beside it that stock Git wants: an index (gitformat-pack, version
/// 2), and the mark of a partial clone, so that Git does not miss what was left out on purpose.
///
/// Nothing is flushed to disk: the reader hashes everything again, and what a crash tore is fetched
/// afresh.
public final class PackFile {
  private static final byte[] SIGNATURE = {'P', 'A', 'C', 'K', 0, 0, 0, 2};
  private static final byte[] INDEX_SIGNATURE = {(byte) 0xff, 't', 'O', 'c', 0, 0, 0, 2};
  private static final String PACK = ".pack";

  private PackFile() {}

  /// Where an object stands in the pack, and the checksum of its packed form.
  private record Entry(ObjectId id, int crc, int offset) {}

  /// Writes a pack of these objects, which must differ, into a directory.
  public static void write(Path directory, Collection<GitObject> objects) throws IOException {
    List<Entry> entries = new ArrayList<>();
    String name = "pack-" + ObjectId.fromRaw(hash(ids(objects))).name();
    MessageDigest digest = Constants.newMessageDigest();
    byte[] checksum;
    try (OutputStream file =
            new BufferedOutputStream(Files.newOutputStream(directory.resolve(name + PACK)));
        DigestOutputStream hashed = new DigestOutputStream(file, digest);
        CheckedOutputStream pack = new CheckedOutputStream(hashed, new CRC32())) {
      pack.write(SIGNATURE);
      pack.write(word(objects.size()));
      long offset = (long) SIGNATURE.length + Integer.BYTES;
      for (GitObject object : objects) {
        pack.getChecksum().reset();
        long length = pack(object, pack);
        int crc = (int) pack.getChecksum().getValue();
        entries.add(new Entry(object.id(), crc, Math.toIntExact(offset)));
        offset += length;
      }
      hashed.on(false);
      checksum = digest.digest();
      pack.write(checksum);
    }
    Files.write(directory.resolve(name + ".idx"), index(entries, checksum));
    Files.write(directory.resolve(name + ".promisor"), new byte[0]);
  }

  /// The objects of the one pack in a directory.
  ///
  /// @throws IOException when there is not exactly one, or it is not whole
  public static List<GitObject> read(Path directory, Bounds bounds) throws IOException {
    List<Path> packs;
    try (Stream<Path> files = Files.list(directory)) {
      packs = files.filter(file -> file.toString().endsWith(PACK)).toList();
    }
    if (packs.size() != 1) {
      throw new IOException(directory + " holds " + packs.size() + " packs, not one");
    }
    try (InputStream in = Files.newInputStream(packs.getFirst())) {
      return PackReader.read(in, bounds);
    }
  }

  /// Appends an object.
  ///
  /// @return how many bytes it took
  private static long pack(GitObject object, OutputStream out) throws IOException {
    long rest = object.bytes().length;
    long length = 1;
    int one = (object.kind().number() << 4) | (int) (rest & 0x0f);
    for (rest >>>= 4; rest != 0; rest >>>= 7) {
      out.write(one | 0x80);
      length++;
      one = (int) (rest & 0x7f);
    }
    out.write(one);
    Deflater deflater = new Deflater();
    DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 8192);
    deflated.write(object.bytes());
    deflated.finish();
    length += deflater.getBytesWritten();
    deflater.end();
    return length;
  }

  private static byte[] ids(Collection<GitObject> objects) {
    ByteArrayOutputStream ids = new ByteArrayOutputStream();
    objects.stream().map(GitObject::id).sorted().forEach(id -> ids.writeBytes(raw(id)));
    return ids.toByteArray();
  }

  private static byte[] raw(ObjectId id) {
    byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
    id.copyRawTo(raw, 0);
    return raw;
  }

  private static byte[] index(List<Entry> entries, byte[] packChecksum) {
    List<Entry> sorted = entries.stream().sorted(Comparator.comparing(Entry::id)).toList();
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    index.writeBytes(INDEX_SIGNATURE);
    int upTo = 0;
    for (int first = 0; first < 256; first++) {
      while (upTo < sorted.size() && sorted.get(upTo).id().getFirstByte() <= first) {
        upTo++;
      }
      index.writeBytes(word(upTo));
    }
    sorted.forEach(entry -> index.writeBytes(raw(entry.id())));
    sorted.forEach(entry -> index.writeBytes(word(entry.crc())));
    sorted.forEach(entry -> index.writeBytes(word(entry.offset())));
    index.writeBytes(packChecksum);
    index.writeBytes(hash(index.toByteArray()));
    return index.toByteArray();
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] hash(byte[] bytes) {
    MessageDigest digest = Constants.newMessageDigest();
    return digest.digest(bytes);
  }
}
