// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.nio.file.Path;
import java.util.Map;

/// Reads the configuration file.
public final class ConfigReader {
  private final Map<String, String> environment;

  /// Replaces `${NAME}` from this environment.
  public ConfigReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// Reads and checks a file.
  ///
  /// @throws ConfigRejected with every problem found
  public Config read(Path file) throws ConfigRejected {
    throw new UnsupportedOperationException("not built yet: " + file + environment.size());
  }
}
