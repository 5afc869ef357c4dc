// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A regular file, read whole. What a configuration names may be a pipe that nobody writes to or a
/// device without an end; neither is opened.
public final class RegularFile {
  private RegularFile() {}

  /// A file's bytes; symlinks are followed.
  ///
  /// @throws NotRegular when it is anything else
  /// @throws TooLarge when there are more than `most`; so many are read, and no more
  public static byte[] bytes(Path file, int most) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
    if (!seen.isRegularFile()) {
      throw new NotRegular(seen);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return bounded(in, most);
    }
  }

  /// All that a stream holds, for streams that are known to end or to be long enough.
  ///
  /// @throws TooLarge when there are more than `most`; so many are read, and no more
  public static byte[] bounded(InputStream in, int most) throws IOException {
    byte[] bytes = in.readNBytes(most);
    if (in.read() >= 0) {
      throw new TooLarge(most);
    }
    return bytes;
  }

  /// It is a directory, a pipe, a device or a socket.
  public static final class NotRegular extends IOException {
    private static final long serialVersionUID = 1;

    NotRegular(BasicFileAttributes seen) {
      super(
          seen.isDirectory()
              ? "it is a directory"
              : "it is a pipe, a device or a socket, not a regular file");
    }
  }

  /// It is larger than what it is read for ever is.
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(int most) {
      super("it is larger than " + size(most));
    }

    private static String size(int bytes) {
      return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
  }
}
