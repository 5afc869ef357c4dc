// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.cli.CliWorld.Said;
import dev.lastgood.testkit.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `check` is given: standard input, a file, or what is none.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class CheckedFileTest {
  @TempDir private Path directory;
  private CliWorld world;

  @BeforeEach
  void open() throws IOException {
    world = new CliWorld(directory);
  }

  @Test
  void a_dash_is_standard_input() {
    for (List<String> args : List.of(List.of("check", "powersync", "-"), List.of("check", "-"))) {
      String[] words = args.toArray(String[]::new);
      assertThat(world.runOn(in("bucket: all\n"), words).exit()).isZero();
      Said refused = world.runOn(in("bad-yaml\n"), words);
      assertThat(refused.exit()).isEqualTo(5);
    }
    Said json = world.runOn(in("bucket: all\n"), "check", "powersync", "-", "--output", "json");
    assertThat(json.out()).contains("\"file\":\"-\"");
  }

  @Test
  void of_an_input_without_an_end_no_more_is_read_than_may_be() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read.incrementAndGet();
            return 'x';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) 'x');
            read.addAndGet(length);
            return length;
          }
        };
    assertThat(world.runOn(endless, "check", "powersync", "-").exit())
        .isZero(); // nobody minds here
    assertThat(read.get()).isLessThan(2 << 20);
  }

  @Test
  void what_is_no_file_is_told_and_not_waited_for() throws Exception {
    Path pipe = directory.resolve("pipe");
    Tool.run(directory, "mkfifo", pipe.toString());
    Path missing = directory.resolve("missing");
    for (Path file : List.of(pipe, Path.of("/dev/zero"), directory, missing)) {
      Said said = world.run("check", "powersync", file.toString());

      assertThat(said.exit()).isEqualTo(3);
      assertThat(said.err()).contains(file + " can't be read").contains("Hint: ");
      assertThat(said.out()).isEmpty();
    }
    assertThat(world.run("check", "powersync", pipe.toString()).err())
        .contains("lastgood check powersync -");
    assertThat(Files.exists(missing)).isFalse();
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
