// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.GitOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Files of a server: its configuration, its programs, its repositories.
record Place(Path directory) {
  static Place in(Path directory) {
    try {
      return new Place(Files.createDirectories(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path script(String name, String text) {
    try {
      Path file = write(name, "#!/bin/sh\n" + text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes bare repositories, `<name>.git` each, and says where they are.
  Path repositories(List<String> names) {
    Path all = directory.resolve("repositories");
    names.forEach(name -> GitOrigin.create(all.resolve(name + ".git")));
    return all;
  }

  /// Removes a directory with all that is in it.
  static void remove(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
