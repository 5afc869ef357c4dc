// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an image is built from, without an engine that builds it.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ImageContextIT {
  private static final Path SCRIPT =
      Path.of(System.getProperty("lastgood.dist"), "libexec/make-image-context");

  @TempDir Path root;

  @Test
  void it_has_what_the_program_is_run_by() throws IOException {
    Tool.run(root, SCRIPT.toString(), "context");

    Path image = root.resolve("context/root");
    for (String each : List.of("bin/sh", "bin/mkdir", "opt/lastgood/bin/lastgood")) {
      assertThat(image.resolve(each)).isExecutable().isRegularFile();
    }
    assertThat(image.resolve("etc/ssl/certs/ca-certificates.crt")).isNotEmptyFile();
    // The linker itself, and what it finds.
    assertThat(Tool.run(image, "find", ".", "-name", "ld-linux*", "-o", "-name", "libc.so*"))
        .hasLineCount(2);
    assertThat(Files.readString(root.resolve("context/Containerfile")))
        .contains("FROM scratch\nCOPY root/ /\n");
  }

  @Test
  void it_is_made_into_nothing_that_is_there() throws IOException {
    Files.createDirectory(root.resolve("context"));

    assertThatThrownBy(() -> Tool.run(root, SCRIPT.toString(), "context"))
        .hasMessageContaining("ended with 1")
        .hasMessageContaining("context exists")
        .hasMessageContaining("Hint: name another directory");
    assertThatThrownBy(() -> Tool.run(root, SCRIPT.toString()))
        .hasMessageContaining("there must be one argument");
  }
}
