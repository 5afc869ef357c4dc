// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version of this build and the commit it was made from, written into the jar by the build.
final class Version implements IVersionProvider {
  private final String version;
  private final String commit;

  Version() {
    Properties built = read();
    version = built.getProperty("version", "unknown");
    commit = built.getProperty("commit", "unknown");
  }

  /// One line: `lastgood <version> (<commit>)`; the commit is `unknown` for a build outside Git.
  @Override
  public String[] getVersion() {
    return new String[] {"lastgood " + version + " (" + commit + ")"};
  }

  private static Properties read() {
    Properties built = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built;
  }
}
