// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.file.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// What Git keeps in plain files: loose objects, loose refs and `packed-refs`
/// ([formats](https://git-scm.com/docs/gitrepository-layout)).
///
/// A quiet pass reads a few of them. Through JGit's repository that takes 110 ms of a process's
/// 330: its classes, its texts, its packs, its locks. Whatever is not plainly what is expected here
/// (an object in a pack, a symbolic ref, refs in another format, damage) is left to JGit, which
/// then has the last word, and the only words about damage.
final class LooseFiles {
  private static final String SYMBOLIC = "ref: ";
  private static final String LOCK = ".lock";
  private static final int ID = Constants.OBJECT_ID_STRING_LENGTH;

  /// Longer than any header of a loose object: type, size, NUL.
  private static final int HEADER = 32;

  /// More than any file that is deployed, or what is recorded of one.
  static final int LARGEST = 32 << 20;

  private static final int LARGEST_REF = 1 << 12;
  private static final int LARGEST_LIST = 16 << 20;

  private final Path directory;

  LooseFiles(Path directory) {
    this.directory = directory;
  }

  /// The bytes of an object that has a file of its own; not yet compared with its id.
  ///
  /// @param type one of [Constants]' object types
  /// @return empty when JGit is to be asked
  Optional<byte[]> object(ObjectId id, int type) throws IOException {
    String name = id.name();
    Path file = directory.resolve("objects", name.substring(0, 2), name.substring(2));
    if (Files.notExists(file, NOFOLLOW_LINKS)) { // a walk asks so for each of a pack
      return Optional.empty();
    }
    byte[] deflated;
    try {
      deflated = bytes(file, LARGEST);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      return unwrapped(RegularFile.bounded(in, LARGEST), type);
    } catch (RegularFile.TooLarge e) {
      throw new LedgerDamaged(file + ": " + e.getMessage(), e);
    } catch (ZipException | EOFException e) {
      return Optional.empty();
    }
  }

  /// A file of the ledger. What is none, or holds more than any of its kind does, is damage, and
  /// must not be left to JGit, which would wait for a pipe and hold everything in memory.
  private static byte[] bytes(Path file, int most) throws IOException {
    try {
      return RegularFile.bytes(file, most);
    } catch (RegularFile.NotRegular | RegularFile.TooLarge e) {
      throw new LedgerDamaged(file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<byte[]> unwrapped(byte[] raw, int type) {
    for (int end = 0; end < Math.min(raw.length, HEADER); end++) {
      if (raw[end] == 0) {
        int size = raw.length - end - 1;
        String header = new String(raw, 0, end, US_ASCII);
        return header.equals(Constants.typeString(type) + " " + size)
            ? Optional.of(Arrays.copyOfRange(raw, end + 1, raw.length))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Whether all refs are in the files that this class reads.
  boolean holdRefs() {
    return !Files.exists(directory.resolve("reftable"), NOFOLLOW_LINKS);
  }

  /// Where a ref points. Its own file comes first, as `git pack-refs` writes the common one before
  /// it removes that.
  ///
  /// @throws UnusualException when JGit is to be asked
  Optional<ObjectId> ref(String name) throws IOException {
    Optional<ObjectId> own = loose(directory.resolve(name));
    return own.isPresent() ? own : Optional.ofNullable(packed().get(name));
  }

  /// Where every ref below a prefix points, by its full name.
  ///
  /// @param prefix ends with a slash
  /// @throws UnusualException when JGit is to be asked
  SortedMap<String, ObjectId> refs(String prefix) throws IOException {
    SortedMap<String, ObjectId> own = new TreeMap<>();
    Path root = directory.resolve(prefix);
    if (Files.isDirectory(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(LooseFiles::mayBeRef).toList()) {
          Optional<ObjectId> id = loose(file);
          id.ifPresent(found -> own.put(directory.relativize(file).toString(), found));
        }
      } catch (UncheckedIOException e) { // one that went meanwhile
        throw new UnusualException(prefix, e);
      }
    }
    SortedMap<String, ObjectId> all = packed();
    all.keySet().removeIf(name -> !name.startsWith(prefix));
    all.putAll(own);
    return all;
  }

  private static boolean mayBeRef(Path file) {
    return !Files.isDirectory(file) && !file.toString().endsWith(LOCK);
  }

  private static Optional<ObjectId> loose(Path file) throws IOException {
    String text;
    try {
      if (Files.isDirectory(file)) {
        throw new UnusualException(file.toString());
      }
      text = new String(bytes(file, LARGEST_REF), ISO_8859_1); // what is no id is told below
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) { // a file where a directory would be
      throw new UnusualException(file.toString(), e);
    }
    if (text.startsWith(SYMBOLIC)) {
      throw new UnusualException(file.toString());
    }
    // To JGit such a ref does not exist, and a target with a damaged branch is one without a past.
    if (text.length() != ID + 1 || !text.endsWith("\n") || !ObjectId.isId(text.substring(0, ID))) {
      throw new LedgerDamaged(file + " holds no object id");
    }
    return Optional.of(ObjectId.fromString(text.substring(0, ID)));
  }

  private SortedMap<String, ObjectId> packed() throws IOException {
    SortedMap<String, ObjectId> refs = new TreeMap<>();
    for (String line : packedLines().toList()) {
      if (!line.startsWith("#") && !line.startsWith("^")) {
        if (line.length() < ID + 2
            || line.charAt(ID) != ' '
            || !ObjectId.isId(line.substring(0, ID))) {
          throw new UnusualException("packed-refs: " + line);
        }
        refs.put(line.substring(ID + 1), ObjectId.fromString(line.substring(0, ID)));
      }
    }
    return refs;
  }

  /// An operator's own ref may have any bytes for a name; as with JGit, those are replaced.
  private Stream<String> packedLines() throws IOException {
    try {
      return new String(bytes(directory.resolve("packed-refs"), LARGEST_LIST), UTF_8).lines();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    }
  }

  /// There is something that this class does not read.
  static final class UnusualException extends IOException {
    private static final long serialVersionUID = 1;

    UnusualException(String what) {
      super(what);
    }

    UnusualException(String what, Throwable cause) {
      super(what, cause);
    }
  }
}
