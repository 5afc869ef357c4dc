// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// This run of the kernel, told from others; a container sees its host's.
public final class Boot {
  private Boot() {}

  /// Its id, new at each boot.
  ///
  /// @return empty where it is hidden, as by `ProcSubset=pid` in a unit
  public static Optional<String> id() {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
