// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A configuration from a pipe, which may never end: it is waited for.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PipedConfigIT {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CREDENTIALS_DIRECTORY", "/run/credentials/lastgood.service");

  @TempDir private Path directory;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void a_pipe_is_read_to_its_end_and_no_longer_than_ten_seconds() throws Exception {
    Path pipe = directory.resolve("pipe");
    Tool.run(directory, "mkfifo", pipe.toString());
    Process feeding =
        new ProcessBuilder("sh", "-c", "cat testdata/config/valid/design.yaml > " + pipe).start();

    assertThat(new ConfigReader(ENVIRONMENT).read(pipe).targets()).hasSize(1);
    assertThat(feeding.waitFor()).isZero();
    assertThatThrownBy(() -> new ConfigReader(ENVIRONMENT).read(pipe))
        .hasMessageContaining("its end did not come within 10 s");
    assertThatThrownBy(() -> new ConfigReader(ENVIRONMENT).read(Path.of("/dev/zero")))
        .hasMessageContaining("is larger than 1 MiB");
  }
}
