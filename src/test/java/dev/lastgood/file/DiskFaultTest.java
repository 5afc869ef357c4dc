// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.file.DiskFault.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class DiskFaultTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "No space left on device, FULL, no space left in, df -i",
    "Disk quota exceeded, QUOTA, has used up its disk quota in, quota -s",
    "Read-only file system, READ_ONLY, it is mounted read-only, ReadWritePaths=",
    "Input/output error, BROKEN, the disk fails in, journalctl -k",
    "Too many open files, OTHER, Too many open files, ls -ld"
  })
  void is_told_by_the_systems_words(String words, Cause cause, String message, String hint) {
    Path file = directory.resolve("file");
    IOException error = new IOException("JGit's words", new FileSystemException("f", null, words));

    DiskFault fault = DiskFault.of(file, error);

    if (cause != Cause.OTHER) { // then what was thrown last says most
      assertThat(fault.message()).contains(message, directory.toString());
    }
    assertThat(fault.cause()).isEqualTo(cause);
    assertThat(fault.hint()).contains(hint);
  }

  @Test
  void names_the_directory_that_is_there() {
    Path file = directory.resolve("a/b/c");

    assertThat(DiskFault.directory(file)).isEqualTo(directory);
    assertThat(DiskFault.of(file, new AccessDeniedException("x")).cause()).isEqualTo(Cause.DENIED);
  }
}
