// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that tests compare with and, with `-Dgolden.update=true`, write.
public final class Golden {
  private Golden() {}

  /// Compares, after writing when asked to.
  public static void assertCurrent(Path file, String text) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, text);
    }
    assertThat(file).as("run with -Dgolden.update=true, and review the difference").exists();
    assertThat(text)
        .as(file + ": run with -Dgolden.update=true, and review the difference")
        .isEqualTo(Files.readString(file));
  }
}
