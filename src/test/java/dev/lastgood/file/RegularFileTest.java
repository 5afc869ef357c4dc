// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {
  @TempDir Path directory;

  @Test
  void a_file_is_read_whole_also_through_a_link() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[1024]);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(RegularFile.bytes(link, 1024)).hasSize(1024);
  }

  @Test
  void one_byte_too_many_is_too_much() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[1025]);

    assertThatThrownBy(() -> RegularFile.bytes(file, 1024))
        .isInstanceOf(RegularFile.TooLarge.class)
        .hasMessage("it is larger than 1 KiB");
  }

  @Test
  void a_pipe_is_not_waited_for() {
    Path pipe = directory.resolve("pipe");
    Tool.run(directory, "mkfifo", pipe.toString());

    assertThatThrownBy(() -> RegularFile.bytes(pipe, 1024))
        .isInstanceOf(RegularFile.NotRegular.class)
        .hasMessage("it is a pipe, a device or a socket, not a regular file");
  }

  @Test
  void a_device_and_a_directory_are_no_files() {
    assertThatThrownBy(() -> RegularFile.bytes(Path.of("/dev/zero"), 1024))
        .isInstanceOf(RegularFile.NotRegular.class);
    assertThatThrownBy(() -> RegularFile.bytes(directory, 1024))
        .isInstanceOf(RegularFile.NotRegular.class)
        .hasMessage("it is a directory");
  }

  @Test
  void what_is_missing_is_told_as_ever() {
    assertThatThrownBy(() -> RegularFile.bytes(directory.resolve("none"), 1024))
        .isInstanceOf(NoSuchFileException.class);
  }
}
