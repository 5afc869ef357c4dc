// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A file that is replaced as a whole: a reader sees the old bytes or the new ones, also after a
/// power cut.
///
/// Of the old file, what the caller's [FileAttributes] names is kept. Not kept: hard links to it.
public final class AtomicFile {
  private static final String PRIVATE = "rw-------";

  private final Path path;
  private final Path directory;
  private final String prefix;
  private final SecureRandom random = new SecureRandom();

  /// Stands for the file at a path, which need not exist. Its directory must.
  public AtomicFile(Path path) {
    this.path = path.toAbsolutePath();
    this.directory = Objects.requireNonNull(this.path.getParent(), "the root is no file");
    this.prefix = "." + path.getFileName() + ".lastgood-";
  }

  /// Replaces the file, or leaves it as it was.
  public void write(byte[] bytes, FileAttributes attributes) throws IOException {
    Path staged = stage(bytes, attributes);
    try {
      swap(staged);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /// Replaces the file, or leaves it as it was, without waiting for the disk: after a power cut it
  /// may hold neither the old bytes nor the new ones. For what is written anew soon.
  public void writeUnflushed(byte[] bytes, FileAttributes attributes) throws IOException {
    Path staged = stage(bytes, attributes, _ -> {}, Flushed.LATER);
    try {
      Files.move(staged, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  private enum Flushed {
    NOW,
    LATER
  }

  /// Writes the bytes into a new hidden file beside the file, flushed to disk. A symlink planted
  /// there isn't followed: the name can't be guessed, and a name that exists is an error.
  ///
  /// A crash leaves the hidden file, whole or not; [#leftovers] finds it. An error leaves nothing.
  public Path stage(byte[] bytes, FileAttributes attributes) throws IOException {
    return stage(bytes, attributes, _ -> {});
  }

  /// The same.
  ///
  /// @param change made to the new file while it is still ours to write, whatever its attributes
  public Path stage(byte[] bytes, FileAttributes attributes, Consumer<Path> change)
      throws IOException {
    return stage(bytes, attributes, change, Flushed.NOW);
  }

  private Path stage(
      byte[] bytes, FileAttributes attributes, Consumer<Path> change, Flushed flushed)
      throws IOException {
    Path staged = directory.resolve(prefix + HexFormat.of().toHexDigits(random.nextLong()));
    FileChannel channel =
        FileChannel.open(
            staged,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    try (channel) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      change.accept(staged);
      attributes.applyTo(staged);
      if (flushed == Flushed.NOW) {
        channel.force(true);
      }
      return staged;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(staged);
      throw e;
    }
  }

  /// Renames a staged file over the file and flushes the directory.
  ///
  /// A crash before the rename leaves the old bytes and the staged file; after it, the new bytes,
  /// or, when the directory had not reached the disk, the old ones with the staged file. When the
  /// flush fails, the new bytes are there and may be gone after a power cut.
  ///
  /// @throws NotFlushed when only the flush failed
  public void swap(Path staged) throws IOException {
    Files.move(staged, path, StandardCopyOption.ATOMIC_MOVE);
    flushDirectory();
  }

  /// Removes the file, for good. No file is fine too.
  ///
  /// @throws NotFlushed when it is gone and only the flush failed
  public void remove() throws IOException {
    if (Files.deleteIfExists(path)) {
      flushDirectory();
    }
  }

  /// Staged files that are there now: regular files only, whatever else has such a name.
  public List<Path> leftovers() throws IOException {
    Pattern own = Pattern.compile(Pattern.quote(prefix) + "[0-9a-f]{16}");
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (own.matcher(file.getFileName().toString()).matches()
            && Files.isRegularFile(file, NOFOLLOW_LINKS)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private void flushDirectory() throws NotFlushed {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new NotFlushed(directory, e);
    }
  }

  /// A change that everybody sees already and that a power cut may undo.
  public static final class NotFlushed extends IOException {
    private static final long serialVersionUID = 1;

    NotFlushed(Path directory, IOException cause) {
      super(
          "the directory %s can't be flushed: %s"
              .formatted(
                  directory, Objects.requireNonNullElse(cause.getMessage(), cause.toString())),
          cause);
    }
  }
}
