// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import dev.lastgood.file.FileAttributes.Owner;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Why the file system refused something, and what mends it.
///
/// The JDK has no types for most of the system's errors, only their texts, and some libraries drop
/// even these. So the whole chain of causes is read, and then the file system is asked.
///
/// @param message names the directory, and has no full stop
/// @param hint what an operator does about it
public record DiskFault(Cause cause, String message, String hint) {
  /// With less than this left, what failed failed for want of room.
  private static final long ALMOST_NOTHING = 64 * 1024;

  /// What it is.
  public enum Cause {
    /// No blocks or no inodes are left.
    FULL,
    /// This user's share is used up.
    QUOTA,
    /// The file system, or the mount, takes no writes.
    READ_ONLY,
    /// This user may not.
    DENIED,
    /// The device fails.
    BROKEN,
    /// The system's own words are all that is known.
    OTHER
  }

  /// The fault behind an error.
  ///
  /// @param path the file or directory that something was done to
  public static DiskFault of(Path path, IOException error) {
    Path directory = directory(path);
    Cause cause = told(error);
    return switch (cause == Cause.OTHER ? asked(directory) : cause) {
      case FULL -> full(directory);
      case QUOTA ->
          new DiskFault(
              Cause.QUOTA,
              Owner.ourselves() + " has used up its disk quota in " + directory,
              "make room, or have it raised; this shows it: quota -s -u " + Owner.ourselves());
      case READ_ONLY -> readOnly(directory);
      case DENIED -> denied(path);
      case BROKEN ->
          new DiskFault(
              Cause.BROKEN,
              "the disk fails in " + directory + ": " + reason(error),
              "look at the disk: journalctl -k -p err");
      case OTHER ->
          new DiskFault(
              Cause.OTHER, reason(error), "look at it: ls -ld " + path + "; df -h " + directory);
    };
  }

  /// There is no room for something.
  public static DiskFault full(Path directory) {
    return new DiskFault(
        Cause.FULL,
        "no space left in " + directory + space(directory),
        "make room: df -h " + directory + "; df -i " + directory);
  }

  /// It takes no writes.
  public static DiskFault readOnly(Path directory) {
    return new DiskFault(
        Cause.READ_ONLY,
        directory + " can't be written: it is mounted read-only",
        ("see findmnt -T %s; where systemd's sandbox does that, add to the unit:"
                + " ReadWritePaths=%s")
            .formatted(directory, directory));
  }

  /// This user may not work in the directory, or may not read the file.
  public static DiskFault denied(Path path) {
    Path directory = directory(path);
    String user = Owner.ourselves();
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      return new DiskFault(
          Cause.DENIED,
          user + " may not read in " + directory,
          "a rename there could not be flushed to disk; " + opening(directory, user));
    }
    if (!Files.isWritable(directory)) {
      return new DiskFault(
          Cause.DENIED, user + " may not write in " + directory, opening(directory, user));
    }
    return new DiskFault(
        Cause.DENIED,
        user + " may not read " + path,
        "let that user read it: setfacl -m u:" + user + ":r " + path);
  }

  /// What lets a user work in a directory. Its permissions for the owner help nobody else.
  private static String opening(Path directory, String user) {
    boolean own;
    try {
      own = Files.getOwner(directory).getName().equals(user);
    } catch (IOException _) {
      own = false;
    }
    return own
        ? "let its owner in: chmod u+rwx " + directory
        : "give the directory to that user: chown " + user + " " + directory;
  }

  /// The directory that a path is in or is itself, or what of the way to it is there.
  public static Path directory(Path path) {
    for (@Nullable Path each = path.toAbsolutePath(); each != null; each = each.getParent()) {
      if (Files.isDirectory(each)) {
        return each;
      }
    }
    return path;
  }

  private static Cause told(IOException error) {
    Cause cause = Cause.OTHER;
    for (Throwable each = error; each != null && cause == Cause.OTHER; each = each.getCause()) {
      cause = told(each, String.valueOf(each.getMessage()));
    }
    return cause;
  }

  private static Cause told(Throwable error, String words) {
    if (words.contains("No space left")) {
      return Cause.FULL;
    } else if (words.contains("Disk quota exceeded")) {
      return Cause.QUOTA;
    } else if (words.contains("Read-only file system")) {
      return Cause.READ_ONLY;
    } else if (words.contains("Input/output error")) {
      return Cause.BROKEN;
    }
    return error instanceof AccessDeniedException || words.contains("Permission denied")
        ? Cause.DENIED
        : Cause.OTHER;
  }

  private static Cause asked(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      if (store.isReadOnly()) {
        return Cause.READ_ONLY;
      } else if (!Files.isWritable(directory)) {
        return Cause.DENIED;
      }
      boolean counts = store.getTotalSpace() > 0; // some file systems don't
      return counts && store.getUsableSpace() < ALMOST_NOTHING ? Cause.FULL : Cause.OTHER;
    } catch (IOException _) {
      return Cause.OTHER;
    }
  }

  private static String space(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return " (%s: %d of %d KiB free)"
          .formatted(store.name(), store.getUsableSpace() / 1024, store.getTotalSpace() / 1024);
    } catch (IOException _) {
      return "";
    }
  }

  private static String reason(IOException error) {
    return Objects.requireNonNullElse(error.getMessage(), error.toString());
  }
}
