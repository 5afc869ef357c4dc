// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.file.RegularFile;
import dev.lastgood.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one object of `status.json`, on disk or, within a pass, as it will be written.
final class StatusDocument {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
  private static final int VERSION = 1;
  private static final int LARGEST = 1024 * 1024;

  private final Path file;
  private final AtomicBoolean warned = new AtomicBoolean();

  /// What a pass has remembered so far, to be written when it ends.
  private Optional<Json> draft = Optional.empty();

  /// What the last pass here has written, for as long as that is what is there.
  private Optional<Written> written = Optional.empty();

  private record Written(Json all, String stamp) {}

  StatusDocument(Path file) {
    this.file = file;
  }

  /// Writes what the pass remembers once, when it ends, and only what is new.
  <T> T together(Supplier<T> pass) {
    draft = Optional.of(read());
    try {
      return pass.get();
    } finally {
      Json drafted = draft.get();
      draft = Optional.empty();
      if (!drafted.equals(read())) {
        write(drafted);
      }
      written = stamp().map(stamp -> new Written(drafted, stamp));
    }
  }

  /// Reads once for several questions; writes nothing.
  <T> T atOnce(Supplier<T> questions) {
    draft = Optional.of(written.filter(this::isThere).map(Written::all).orElseGet(this::stored));
    try {
      return questions.get();
    } finally {
      draft = Optional.empty();
    }
  }

  private boolean isThere(Written last) {
    return stamp().filter(last.stamp::equals).isPresent();
  }

  /// Another one after each writing, which replaces the file.
  private Optional<String> stamp() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(found.fileKey() + " " + found.lastModifiedTime().toMillis());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(Json all) {
    all.put("version", VERSION);
    if (draft.isPresent()) {
      draft = Optional.of(all);
      return;
    }
    try {
      new AtomicFile(file).write(all.bytes(), FileAttributes.of("rw-r--r--"));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.getMessage())
          .log("the last look can't be remembered");
    }
  }

  Json read() {
    return draft.orElseGet(this::stored);
  }

  private Json stored() {
    try {
      Json all = Json.parse(RegularFile.bytes(file, LARGEST));
      if (all.number("version") == VERSION) {
        return all;
      }
      ignored(new IOException("it is not of version " + VERSION));
    } catch (NoSuchFileException _) {
      // Before the first look.
    } catch (IOException | RuntimeException e) {
      ignored(e);
    }
    return Json.object();
  }

  /// Every unchecked exception that reading and the model throw at odd content ends here.
  <T> Optional<T> ignored(Exception why) {
    if (warned.compareAndSet(false, true)) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", why.getMessage())
          .log("what the last passes saw is forgotten");
    }
    return Optional.empty();
  }
}
