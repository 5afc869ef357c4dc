// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.file.RegularFile;
import dev.lastgood.json.Json;
import dev.lastgood.text.Durations;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `notified.json` in the state directory: what everybody was told.
///
/// What can't be read is taken for empty: somebody may be told twice, and nobody never. A crash
/// leaves the old file or the new one. What can't be written is known to this process alone.
final class ToldFile {
  private static final Logger LOG = LoggerFactory.getLogger(ToldFile.class);
  private static final int VERSION = 1;
  private static final int LARGEST = 16 << 20;
  private static final String MODE = "rw-r-----";
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Path file;
  private final Path lock;

  /// What could not be written.
  private Optional<Book> unwritten = Optional.empty();

  /// It is read several times in a pass, and said once.
  private boolean isKnownForgotten;

  ToldFile(Path state) {
    this.file = state.resolve("notified.json");
    this.lock = state.resolve("notify.lock");
  }

  /// What each recipient, by his key, was told of each subject, by its name.
  record Book(Map<String, Map<String, Told>> told) {
    Map<String, Told> of(Recipient recipient) {
      return told.getOrDefault(recipient.key(), Map.of());
    }

    Told of(Recipient recipient, String subject) {
      return of(recipient).getOrDefault(subject, Told.NOTHING);
    }

    /// The same with something else that one was told of one subject.
    Book with(Recipient recipient, String subject, Told other) {
      Map<String, Map<String, Told>> all = new TreeMap<>(told);
      Map<String, Told> his = new TreeMap<>(of(recipient));
      his.put(subject, other);
      all.put(recipient.key(), his);
      return new Book(all);
    }
  }

  /// Keeps other processes from telling at the same time.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /// Takes the lock; empty while another process tells.
  ///
  /// @throws IOException when it can't be had at all
  Optional<Held> take() throws IOException {
    if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is no regular file"); // to open a pipe may take for ever
    }
    FileChannel channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    try {
      if (channel.tryLock() != null) {
        sweep();
        return Optional.of(() -> close(channel));
      }
    } catch (OverlappingFileLockException _) {
      // Another thread of this process tells.
    } catch (IOException e) {
      close(channel);
      throw e;
    }
    close(channel);
    return Optional.empty();
  }

  /// The same, and waits for another process that tells.
  ///
  /// @throws IOException also when that one has not ended by then
  Held take(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Held> held = take();
      if (held.isPresent()) {
        return held.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("another process has held it for " + Durations.rough(patience));
      }
      pause();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the lock of notify was not closed well");
    }
  }

  /// Removes what a killed process had staged.
  private void sweep() throws IOException {
    for (Path staged : new AtomicFile(file).leftovers()) {
      Files.deleteIfExists(staged);
    }
  }

  Book read() {
    return unwritten.orElseGet(this::stored);
  }

  private Book stored() {
    try {
      Json all = Json.parse(RegularFile.bytes(file, LARGEST));
      if (all.number("version") == VERSION) {
        return ToldJson.book(all.object("told"));
      }
      forgotten("it is not of version " + VERSION);
    } catch (NoSuchFileException _) {
      // Nobody was told anything yet.
    } catch (IOException e) {
      forgotten(IoReason.of(e));
    } catch (RuntimeException _) {
      forgotten("nothing of this version has written it so");
    }
    return new Book(Map.of());
  }

  private void forgotten(String why) {
    if (isKnownForgotten) {
      return;
    }
    isKnownForgotten = true;
    LOG.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("reason", why)
        .log("who was told what is forgotten, and may be told again");
  }

  void write(Book book) {
    Json all = Json.object().put("version", VERSION).put("told", ToldJson.of(book));
    try {
      new AtomicFile(file).write(all.bytes(), FileAttributes.of(MODE));
      unwritten = Optional.empty();
      isKnownForgotten = false;
    } catch (IOException e) {
      unwritten = Optional.of(book);
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", IoReason.of(e))
          .log("who is told what can't be remembered, and may be told again");
    }
  }
}
