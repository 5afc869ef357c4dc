// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.Look;
import dev.lastgood.file.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one object of `status.json`, on disk or, within a pass, as it will be written.
final class StatusMemory {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
  private static final int VERSION = 1;
  private static final int LARGEST = 1024 * 1024;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().setStrictness(Strictness.STRICT).create();

  private final Path file;
  private final AtomicBoolean warned = new AtomicBoolean();

  /// What a pass has remembered so far, to be written when it ends.
  private Optional<JsonObject> draft = Optional.empty();

  StatusMemory(Path file) {
    this.file = file;
  }

  /// Writes what the pass remembers once, when it ends, and only what is new.
  <T> T together(Supplier<T> pass) {
    draft = Optional.of(read());
    try {
      return pass.get();
    } finally {
      JsonObject drafted = draft.get();
      draft = Optional.empty();
      if (!drafted.equals(read())) {
        write(drafted);
      }
    }
  }

  void write(JsonObject all) {
    all.addProperty("version", VERSION);
    if (draft.isPresent()) {
      draft = Optional.of(all);
      return;
    }
    try {
      byte[] bytes = (GSON.toJson(all) + "\n").getBytes(UTF_8);
      new AtomicFile(file).write(bytes, Look.of("rw-r--r--"));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.getMessage())
          .log("the last look can't be remembered");
    }
  }

  JsonObject read() {
    return draft.orElseGet(this::stored);
  }

  private JsonObject stored() {
    try {
      byte[] bytes = RegularFile.bytes(file, LARGEST);
      JsonObject all = GSON.fromJson(new String(bytes, UTF_8), JsonObject.class);
      if (all != null && all.get("version") instanceof JsonPrimitive v && v.getAsInt() == VERSION) {
        return all;
      }
      ignored(new JsonParseException("it is not of version " + VERSION));
    } catch (NoSuchFileException _) {
      // Before the first look.
    } catch (IOException | RuntimeException e) {
      ignored(e);
    }
    return new JsonObject();
  }

  /// Every unchecked exception that Gson and the model throw at odd content ends here.
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
