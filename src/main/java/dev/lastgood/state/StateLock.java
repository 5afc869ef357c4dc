// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
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

/// The lock of a state directory, held by the kernel.
///
/// The kernel frees it when the process ends, however it ends; the file stays, and says who held it
/// last. Nothing else in this process may open that file: closing it anywhere would free the lock.
public record StateLock(Path state, Time time) implements Lock {
  /// State on purpose: the kernel gives its locks to processes, so two passes of one process are
  /// told apart here.
  private static final Map<Path, Instant> HELD_HERE = new ConcurrentHashMap<>();

  @Override
  public Answer take() throws StepFailed {
    Path directory = StateDirectory.usable(state);
    Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
    @Nullable Instant since = HELD_HERE.putIfAbsent(directory, now);
    if (since != null) {
      return new Busy(holder(since) + ", this very process");
    }
    try {
      Answer answer = lock(directory, now);
      switch (answer) {
        case Held _ -> sweep(directory);
        case Busy _ -> HELD_HERE.remove(directory);
      }
      return answer;
    } catch (IOException e) {
      HELD_HERE.remove(directory);
      throw StateDirectory.unusable(directory, e);
    } catch (StepFailed e) {
      HELD_HERE.remove(directory);
      throw e;
    }
  }

  /// By the kernel's list of locks: trying would keep a pass out for a moment. A holder in another
  /// container is not in that list.
  @Override
  public boolean isHeld() {
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

  /// Refuses what can't be locked in the lock's place, without taking anything.
  static void requireLockable(Path state) throws StepFailed {
    Path file = state.resolve("lock");
    if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      throw StepFailed.operator(
          Step.LOCK,
          file + " is not a regular file, so it can't be locked",
          "remove it, and the next pass makes another one: ls -ld " + file + "; rm -r " + file);
    }
  }

  private static Answer lock(Path directory, Instant now) throws IOException, StepFailed {
    requireLockable(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    try {
      if (channel.tryLock() == null) {
        String holder = read(channel);
        channel.close();
        return new Busy(holder);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((holder(now) + "\n").getBytes(UTF_8)), 0);
      return (Held) () -> release(directory, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void release(Path directory, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a file that was written before failed", e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }

  private static String holder(Instant since) {
    return "pid " + ProcessHandle.current().pid() + " since " + since;
  }

  /// Who holds it; there may have been no time yet to write that.
  private static String read(FileChannel channel) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(100);
    channel.read(line, 0);
    String text = new String(line.array(), 0, line.position(), UTF_8).strip();
    return text.matches("pid [0-9]+ since [0-9TZ:.-]+") ? text : "it began this moment";
  }
}
