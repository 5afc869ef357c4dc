// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/// What this program was built from, as the build has written it into the jar.
///
/// @param commit `unknown` for a build outside Git
record Build(String version, String commit) {
  /// Its version alone: as the launcher says, or else as the jar does, which takes longer to ask.
  static String versionOfThis() {
    return Optional.ofNullable(System.getProperty("lastgood.version"))
        .orElseGet(() -> ofThis().version());
  }

  static Build ofThis() {
    Properties built = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Build.class.getResourceAsStream("version.properties"))) {
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        built.getProperty("version", "unknown"), built.getProperty("commit", "unknown"));
  }
}
