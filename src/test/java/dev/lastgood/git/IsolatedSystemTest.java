// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Once;
import dev.lastgood.testkit.GitOrigin;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a process of its own, because JGit keeps what it found out of a host for ever.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class IsolatedSystemTest {
  @TempDir private Path directory;

  @Test
  void obeys_no_configuration_measures_nothing_and_starts_no_program() throws Exception {
    GitOrigin origin = GitOrigin.create(directory.resolve("app.git"));
    origin.commit("master", "a", "one");
    Path home = Files.createDirectories(directory.resolve("home"));
    Path evil = directory.resolve("evil");
    Files.writeString(
        home.resolve(".gitconfig"), "[url \"" + evil + "\"]\n\tinsteadOf = file://\n");
    Path bin = Files.createDirectories(directory.resolve("bin"));
    for (String program : List.of("git", "sh", "bash")) {
      Path trap = bin.resolve(program);
      Files.writeString(trap, "#!/bin/sh\necho $0 \"$@\" >> " + directory + "/started\n");
      trap.toFile().setExecutable(true);
    }

    String resolution = run(home, bin, origin);

    assertThat(directory.resolve("started")).doesNotExist();
    assertThat(files(home)).containsExactly(home.resolve(".gitconfig"));
    assertThat(files(directory.resolve("state")))
        .noneMatch(file -> file.toString().contains("probe"));
    assertThat(resolution).isEqualTo("PT2S"); // nothing measures that; measuring takes 3 seconds
  }

  /// Runs [Once] with this test's class path.
  ///
  /// @return what it printed
  private String run(Path home, Path bin, GitOrigin origin) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + home,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Once.class.getName(),
            directory.resolve("state").toString(),
            "file://" + origin.directory());
    Map<String, String> environment = builder.environment();
    environment.put("HOME", home.toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("PATH", bin + File.pathSeparator + environment.get("PATH"));
    environment.put("GIT_SSH", "/nowhere");
    environment.put("GIT_DIR", "/nowhere");
    Process process = builder.redirectError(directory.resolve("errors").toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as(Files.readString(directory.resolve("errors"))).isZero();
    return out;
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
