// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What every command prints, in `testdata/cli/<case>/`: `world` is what happened before (see
/// [CliWorld#happen]), `args` has one argument a line; `stdout`, `stderr` and `exit` are what is
/// expected. `-Dgolden.update=true` writes these three, and the difference is what is reviewed.
final class GoldenTest {
  private static final Path CASES = Path.of("testdata/cli");

  /// These change nothing, so all cases of them that tell the same story share its world.
  private static final Set<String> READING =
      Set.of(
          "check",
          "check-config",
          "diff",
          "log",
          "show",
          "show-deployed-commit",
          "status",
          "verify");

  private final Map<List<String>, CliWorld> shared = new HashMap<>();

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> prints_what_is_expected() throws IOException {
    List<Path> cases;
    try (Stream<Path> found = Files.list(CASES)) {
      cases = found.sorted().toList();
    }
    assertThat(cases).hasSizeGreaterThan(20);
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(one.getFileName().toString(), () -> run(one)));
  }

  private void run(Path golden) throws IOException {
    List<String> args = Files.readAllLines(golden.resolve("args"));
    CliWorld world = world(golden, args);
    String here = world.directory().toString();
    CliWorld.Said said =
        world.run(args.stream().map(arg -> arg.replace("$DIR", here)).toArray(String[]::new));
    assertAll(
        () -> compare(golden.resolve("stdout"), said.out().replace(here, "$DIR")),
        () -> compare(golden.resolve("stderr"), said.err().replace(here, "$DIR")),
        () -> compare(golden.resolve("exit"), said.exit() + "\n"));
  }

  private CliWorld world(Path golden, List<String> args) throws IOException {
    Path file = golden.resolve("world");
    List<String> story = Files.exists(file) ? Files.readAllLines(file) : List.of();
    boolean shares = !args.isEmpty() && READING.contains(args.getFirst());
    if (shares && shared.containsKey(story)) {
      return shared.get(story);
    }
    CliWorld world = new CliWorld(directory.resolve(golden.getFileName()));
    for (String line : story) {
      world.happen(line);
    }
    if (shares) {
      shared.put(story, world);
    }
    return world;
  }

  private static void compare(Path file, String text) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, text);
    }
    assertThat(text)
        .as(file + ": run with -Dgolden.update=true, and review the difference")
        .isEqualTo(Files.exists(file) ? Files.readString(file) : "(no such file)");
  }
}
