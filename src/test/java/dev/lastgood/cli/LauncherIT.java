// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged distribution as a user finds it.
final class LauncherIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist"));

  @Test
  void starts_through_a_symlink_without_any_other_java(@TempDir Path elsewhere) throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("lg"), DIST.resolve("bin/lastgood"));

    assertThat(run(link.toString(), "--version")).startsWith("lastgood ");
  }

  @Test
  void ships_completions_for_three_shells() throws Exception {
    assertThat(DIST.resolve("share/bash-completion/completions/lastgood"))
        .content()
        .contains("complete -F");
    assertThat(DIST.resolve("share/zsh/vendor-completions/_lastgood"))
        .content()
        .startsWith("#compdef lastgood");
    assertThat(DIST.resolve("share/fish/vendor_completions.d/lastgood.fish"))
        .content()
        .contains("complete -c lastgood");
    assertThat(run(DIST.resolve("bin/lastgood").toString(), "complete", "--", "quarantine", "l"))
        .startsWith("list\t");
  }

  @Test
  void ships_the_schemas_that_it_prints() throws Exception {
    String lastgood = DIST.resolve("bin/lastgood").toString();
    Path schemas = DIST.resolve("share/schema");

    assertThat(run(lastgood, "schema").lines())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(schemas.resolve(name + ".schema.json")).isRegularFile());
    Path configuration = schemas.resolve("configuration.schema.json");
    assertThat(configuration).hasContent(run(lastgood, "schema", "configuration"));
    assertThat(DIST.resolve("share/lastgood.schema.json")).hasSameTextualContentAs(configuration);
    assertThat(DIST.resolve("share/examples/record-workflow/commit-status")).isRegularFile();
  }

  @Test
  void runs_from_the_unpacked_archive_wherever_that_is(@TempDir Path elsewhere) throws Exception {
    Path there = Files.createDirectory(elsewhere.resolve("a place"));
    run("/bin/tar", "-xzf", archive().toString(), "-C", there.toString(), "--strip-components=1");

    assertThat(run(there.resolve("bin/lastgood").toString(), "--version")).startsWith("lastgood ");
  }

  @Test
  void a_full_disk_behind_standard_output_is_no_success() throws Exception {
    String lastgood = DIST.toAbsolutePath().resolve("bin/lastgood").toString();

    assertThat(run("/bin/sh", "-c", "\"$1\" version >/dev/full; echo \"code $?\"", "sh", lastgood))
        .contains("standard output can't be written: no space left on device")
        .endsWith("code 3\n");
    assertThat(run("/bin/sh", "-c", "\"$1\" help sync | head -1", "sh", lastgood))
        .startsWith("Usage: lastgood sync")
        .hasLineCount(1);
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(DIST.toAbsolutePath().getParent())) {
      return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private static String run(String... argv) throws IOException, InterruptedException {
    ProcessBuilder command = new ProcessBuilder(argv).redirectErrorStream(true);
    command.environment().clear();
    Process process = command.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
