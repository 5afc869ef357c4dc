// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.StepFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The right to make a pass: one holder per state directory.
///
/// The kernel frees it when the process ends, however it ends; the file stays, and says who held it
/// last. Nothing else in this process may open that file: closing it anywhere would free the lock.
public final class PassLock implements AutoCloseable {
  /// State on purpose: the kernel gives its locks to processes, so two passes of one process are
  /// told apart here.
  private static final Map<Path, Instant> HELD_HERE = new ConcurrentHashMap<>();

  private final Path directory;
  private final FileChannel channel;

  private PassLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// Takes the lock, or says at once who has it.
  ///
  /// @throws StepFailed with remedy retry when another pass holds it, and with remedy operator when
  ///   the state directory can't be used
  public static PassLock take(Path state, Instant now) throws StepFailed {
    Path directory = StateDirectory.usable(state);
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    @Nullable Instant since = HELD_HERE.putIfAbsent(directory, second);
    if (since != null) {
      throw held(signature(since) + ", this very process");
    }
    try {
      PassLock lock = new PassLock(directory, lock(directory.resolve("lock"), second));
      sweep(directory);
      return lock;
    } catch (IOException e) {
      HELD_HERE.remove(directory);
      throw StateDirectory.unusable(directory, e);
    } catch (StepFailed e) {
      HELD_HERE.remove(directory);
      throw e;
    }
  }

  /// Whether a pass holds the lock now, by the kernel's list of locks: trying would keep a pass out
  /// for a moment. A holder in another container is not in that list.
  public static boolean isHeld(Path state) {
    try {
      Path directory = state.toRealPath();
      String inode = ":" + Files.getAttribute(directory.resolve("lock"), "unix:ino") + " ";
      return HELD_HERE.containsKey(directory)
          || Files.readAllLines(Path.of("/proc/locks")).stream()
              .anyMatch(lock -> lock.contains(inode) && !lock.contains("->"));
    } catch (IOException e) {
      return false; // no directory, no lock in it, or a kernel that has no such list
    }
  }

  /// Removes what killed passes had staged of the other files here.
  private static void sweep(Path directory) {
    for (String name : List.of("status.json", "identity.json")) {
      try {
        for (Path staged : new AtomicFile(directory.resolve(name)).leftovers()) {
          Files.deleteIfExists(staged);
        }
      } catch (IOException _) {
        // It does no harm, and the next pass tries again.
      }
    }
  }

  /// Gives the lock back.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a file that was written before failed", e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }

  /// Refuses what can't be locked in the lock's place, without taking anything.
  public static void requireLockable(Path state) throws StepFailed {
    requireRegular(state.resolve("lock"));
  }

  private static void requireRegular(Path file) throws StepFailed {
    if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      throw new StepFailed(
          Failure.operator(
              Step.LOCK,
              file + " is not a regular file, so it can't be locked",
              "remove it, and the next pass makes another one: ls -ld "
                  + file
                  + "; rm -r "
                  + file));
    }
  }

  private static FileChannel lock(Path file, Instant now) throws IOException, StepFailed {
    requireRegular(file);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    try {
      if (channel.tryLock() == null) {
        throw held(read(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((signature(now) + "\n").getBytes(UTF_8)), 0);
      return channel;
    } catch (IOException | StepFailed e) {
      channel.close();
      throw e;
    }
  }

  private static String signature(Instant since) {
    return "pid " + ProcessHandle.current().pid() + " since " + since;
  }

  /// The holder's signature; it may have had no time yet to write it.
  private static String read(FileChannel channel) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(100);
    channel.read(line, 0);
    String text = new String(line.array(), 0, line.position(), UTF_8).strip();
    return text.matches("pid [0-9]+ since [0-9TZ:.-]+") ? text : "it began this moment";
  }

  private static StepFailed held(String holder) {
    return new StepFailed(
        Failure.retry(
            Step.LOCK,
            "another pass holds the lock: " + holder,
            "wait for it; only one pass at a time may work on a state directory"));
  }
}
