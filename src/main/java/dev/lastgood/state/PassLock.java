// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lock of a state directory: one pass at a time.
///
/// The kernel holds it and frees it with the process, however that ends, so there is nothing stale
/// to remove. What the file says is for the message of the one that comes second.
public final class PassLock implements AutoCloseable {
  private final FileChannel channel;

  private PassLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock, creating the state directory when only that is missing.
  ///
  /// @return empty when another pass holds it; [#holder] says which
  /// @throws StepFailed when the directory is missing, is a symlink, or cannot be written
  public static Optional<PassLock> take(Path stateDirectory) throws StepFailed {
    prepare(stateDirectory);
    Path file = file(stateDirectory);
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      if (!isTaken(channel)) {
        channel.close();
        return Optional.empty();
      }
      sign(channel);
      return Optional.of(new PassLock(channel));
    } catch (IOException e) {
      throw unusable(stateDirectory, file + " cannot be written", e);
    }
  }

  /// Who holds the lock, as the holder wrote it: `pid 123 since 2026-11-21T03:00:00Z`.
  public static String holder(Path stateDirectory) {
    try {
      String text = Files.readString(file(stateDirectory)).strip();
      return text.isEmpty() ? "another process" : text;
    } catch (IOException e) {
      return "another process";
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by another thread of this process
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    String text =
        "pid "
            + ProcessHandle.current().pid()
            + " since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void prepare(Path directory) throws StepFailed {
    if (Files.isSymbolicLink(directory)) {
      throw unusable(
          directory,
          directory + " is a symlink; a state directory is a directory, or a mount on one",
          null);
    }
    try {
      if (!Files.exists(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
      }
      if (Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new StepFailed(
            Failure.operator(
                Step.LOCK,
                directory + " can be written by everybody, so its record proves nothing",
                "chmod o-w " + directory));
      }
    } catch (IOException e) {
      throw unusable(directory, "the state directory " + directory + " cannot be created", e);
    }
  }

  private static StepFailed unusable(Path directory, String message, @Nullable IOException cause) {
    Failure failure =
        Failure.operator(
            Step.LOCK,
            message,
            "make it a directory of the user that runs lastgood: install -d -m 0750 -o "
                + System.getProperty("user.name")
                + " "
                + directory);
    return cause == null ? new StepFailed(failure) : new StepFailed(failure, cause);
  }

  private static Path file(Path stateDirectory) {
    return stateDirectory.resolve("lock");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
