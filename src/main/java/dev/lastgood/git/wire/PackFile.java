// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackedObjectInfo;

/// A pack on disk with the files beside it that stock Git wants: an index (gitformat-pack, version
/// 2), and the mark of a partial clone, so that Git does not miss what was left out on purpose.
///
/// Nothing is flushed to disk: the reader hashes everything again, and what a crash tore is fetched
/// afresh.
public final class PackFile {
  private static final byte[] SIGNATURE = {'P', 'A', 'C', 'K', 0, 0, 0, 2};
  private static final String PACK = ".pack";

  private PackFile() {}

  /// Writes a pack of these objects into a directory that has none.
  ///
  /// The same objects make the same files. Should it fail, what it wrote so far stays.
  public static void write(Path directory, Collection<GitObject> objects) throws IOException {
    SortedMap<ObjectId, GitObject> sorted = new TreeMap<>();
    for (GitObject object : objects) {
      sorted.put(object.id(), object);
    }
    String name = name(sorted.keySet());
    List<PackedObjectInfo> entries = new ArrayList<>();
    byte[] checksum;
    try (OutputStream pack =
        new BufferedOutputStream(Files.newOutputStream(directory.resolve(name + PACK)))) {
      checksum = pack(sorted.values(), pack, entries);
    }
    try (OutputStream index =
        new BufferedOutputStream(Files.newOutputStream(directory.resolve(name + ".idx")))) {
      BasePackIndexWriter.createVersion(index, 2).write(entries, checksum);
    }
    Files.write(directory.resolve(name + ".promisor"), new byte[0]);
  }

  /// By the ids of what it holds.
  private static String name(Set<ObjectId> ids) {
    MessageDigest digest = Constants.newMessageDigest();
    byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
    for (ObjectId id : ids) {
      id.copyRawTo(raw, 0);
      digest.update(raw);
    }
    return "pack-" + ObjectId.fromRaw(digest.digest()).name();
  }

  /// Writes a pack, and of each object an entry for the index.
  ///
  /// @return the pack's checksum
  private static byte[] pack(
      Collection<GitObject> objects, OutputStream file, List<PackedObjectInfo> entries)
      throws IOException {
    MessageDigest digest = Constants.newMessageDigest();
    CRC32 crc = new CRC32();
    OutputStream pack = new CheckedOutputStream(new DigestOutputStream(file, digest), crc);
    pack.write(SIGNATURE);
    pack.write(ByteBuffer.allocate(Integer.BYTES).putInt(objects.size()).array());
    long offset = (long) SIGNATURE.length + Integer.BYTES;
    for (GitObject object : objects) {
      crc.reset();
      long length = pack(object, pack);
      PackedObjectInfo entry = new PackedObjectInfo(object.id());
      entry.setOffset(offset);
      entry.setCRC((int) crc.getValue());
      entries.add(entry);
      offset += length;
    }
    byte[] checksum = digest.digest();
    file.write(checksum);
    return checksum;
  }

  /// The objects of the one pack in a directory.
  ///
  /// @throws IOException when there is not exactly one, or it is not whole
  public static List<GitObject> read(Path directory, Bounds bounds) throws IOException {
    List<Path> packs = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (file.toString().endsWith(PACK)) {
          packs.add(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
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
    int one = (object.type().number() << 4) | (int) (rest & 0x0f);
    for (rest >>>= 4; rest != 0; rest >>>= 7) {
      out.write(one | 0x80);
      length++;
      one = (int) (rest & 0x7f);
    }
    out.write(one);
    Deflater deflater = new Deflater();
    try {
      DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 8192);
      deflated.write(object.bytes());
      deflated.finish();
      return length + deflater.getBytesWritten();
    } finally {
      deflater.end();
    }
  }
}
