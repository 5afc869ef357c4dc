// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The processes that are seen from here, as the kernel lists them.
record ProcessTable(Path directory) {
  static final ProcessTable HOST = new ProcessTable(Path.of("/proc"));

  /// Where the fields of `stat` are, counted from the one after the name.
  private static final int STATE = 0;

  private static final int PARENT = 1;
  private static final int STARTED = 19;

  /// A process.
  ///
  /// @param started in the kernel's ticks since the boot: tells it from a later one with its number
  record Found(long pid, String name, long parent, String started) {
    String identity() {
      return pid + ":" + started;
    }
  }

  /// Those with a name whose parent has another one: of a server and its workers, the server. This
  /// process is never among them.
  ///
  /// @throws StepFailed when the kernel does not list any
  List<Found> named(String name) throws StepFailed {
    Map<Long, Found> found = new HashMap<>();
    for (Found each : all()) {
      if (each.name.equals(name)) {
        found.put(each.pid, each);
      }
    }
    found.remove(ProcessHandle.current().pid());
    return found.values().stream()
        .filter(each -> !found.containsKey(each.parent))
        .sorted(Comparator.comparingLong(Found::pid))
        .toList();
  }

  private List<Found> all() throws StepFailed {
    List<Found> all = new ArrayList<>();
    try (DirectoryStream<Path> each = Files.newDirectoryStream(directory, "[0-9]*")) {
      each.forEach(process -> read(process).ifPresent(all::add));
      return all;
    } catch (IOException | DirectoryIteratorException e) {
      throw StepFailed.operator(
          Step.ACTIVATE, "the processes can't be listed: " + e.getMessage(), "mount /proc");
    }
  }

  /// Empty when it has ended meanwhile, or waits for nobody but its parent.
  private static Optional<Found> read(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      return "ZX".contains(rest[STATE])
          ? Optional.empty()
          : Optional.of(
              new Found(
                  Long.parseLong(process.getFileName().toString()),
                  name,
                  Long.parseLong(rest[PARENT]),
                  rest[STARTED]));
    } catch (IOException | UncheckedIOException _) {
      return Optional.empty();
    }
  }
}
