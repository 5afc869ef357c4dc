// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.file.RegularFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/// A small file of properties beside the mirrors, and like them a cache: what can't be read is not
/// known, and what can't be written is forgotten.
record CacheFile(Path path) {
  private static final int LARGEST = 256 * 1024;

  /// What it holds; nothing when it can't be read.
  Properties read() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(RegularFile.bytes(path, LARGEST), UTF_8)));
      return properties;
    } catch (IOException | RuntimeException e) {
      return new Properties();
    }
  }

  void write(Properties properties) {
    try {
      Path directory = Objects.requireNonNull(path.getParent());
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory); // the state directory above it is never made
      }
      AtomicFile file = new AtomicFile(path);
      for (Path leftover : file.leftovers()) {
        Files.deleteIfExists(leftover);
      }
      StringWriter text = new StringWriter();
      properties.store(text, "A cache of lastgood: it may be deleted at any time.");
      file.write(text.toString().getBytes(UTF_8), FileAttributes.of("rw-r--r--"));
    } catch (IOException e) {
      // It is found out again.
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Then it will be a day old one day.
    }
  }
}
