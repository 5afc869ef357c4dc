// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What docs/powersync.md has its readers copy.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PowerSyncPageTest {
  private static final Path PAGE = Path.of("docs/powersync.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final String PRESET = "    preset: powersync\n";

  @TempDir private Path directory;

  private static List<String> blocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  @Test
  void each_configuration_is_one() throws IOException {
    List<String> blocks = blocks();
    assertThat(blocks).hasSize(4);
    String complete = blocks.getFirst();
    assertThat(complete).contains(PRESET);
    Path file = directory.resolve("lastgood.yaml");
    for (String block : blocks) {
      String config = block.equals(complete) ? complete : complete.replace(PRESET, block);
      Files.writeString(file, config);
      assertThatCode(() -> new ConfigReader(Map.of("CREDENTIALS_DIRECTORY", "/run/c")).read(file))
          .as(config)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void the_preset_is_written_out_as_it_is() throws IOException {
    assertThat(blocks().get(1).indent(-4))
        .isEqualTo(PowerSyncPreset.text(Map.of()).replace("URL", "http://127.0.0.1:8080"));
  }
}
