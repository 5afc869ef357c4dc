// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What every command prints, in `testdata/cli/<case>/`: `world` is what happened before (see
/// [CliWorld#happen]), `args` has one argument a line; `stdout`, `stderr` and `exit` are what is
/// expected. `-Dgolden.update=true` writes these three, and the difference is what is reviewed.
final class GoldenTest {
  private static final Path CASES = Path.of("testdata/cli");

  @TestFactory
  Stream<DynamicTest> prints_what_is_expected(@TempDir Path directory) throws IOException {
    List<Path> cases;
    try (Stream<Path> found = Files.list(CASES)) {
      cases = found.sorted().toList();
    }
    assertThat(cases).hasSizeGreaterThan(20);
    return cases.stream()
        .map(one ->
            DynamicTest.dynamicTest(
                one.getFileName().toString(),
                () -> run(one, directory.resolve(one.getFileName()))));
  }

  private static void run(Path golden, Path directory) throws IOException {
    CliWorld world = new CliWorld(Files.createDirectories(directory));
    if (Files.exists(golden.resolve("world"))) {
      for (String line : Files.readAllLines(golden.resolve("world"))) {
        world.happen(line);
      }
    }
    List<String> args =
        Files.readAllLines(golden.resolve("args")).stream()
            .map(arg -> arg.replace("$DIR", directory.toString()))
            .toList();
    CliWorld.Said said = world.run(args.toArray(String[]::new));
    String out = said.out().replace(directory.toString(), "$DIR");
    String err = said.err().replace(directory.toString(), "$DIR");
    assertAll(
        () -> compare(golden.resolve("stdout"), out),
        () -> compare(golden.resolve("stderr"), err),
        () -> compare(golden.resolve("exit"), said.exit() + "\n"));
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
