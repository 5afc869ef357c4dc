// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import java.nio.file.Path;
import java.util.List;

/// A Git server that runs on loopback, and serves bare repositories from a directory.
interface Server extends AutoCloseable {
  /// Where the repositories are: `<name>.git` each. They were made when it started, and are empty.
  Path repositories();

  /// The port it listens on.
  int port();

  /// How a client names a repository, seen through another port.
  String url(int port, String repository);

  /// How it lets clients in.
  AccessWay access();

  @Override
  void close();

  /// Starts one, or skips the test because the machine lacks something.
  interface Starter {
    /// Starts one.
    ///
    /// @param directory for all its files
    /// @param repositories that it serves, by name
    Server start(Path directory, List<String> repositories);
  }
}
