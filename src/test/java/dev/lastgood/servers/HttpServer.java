// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import java.nio.file.Path;
import java.util.List;

/// A server over http.
///
/// @param repositories where they are
/// @param port it listens on
/// @param path of a repository in its url: `%s` stands for the name
/// @param access how it lets clients in
/// @param daemons its processes, in the order in which they were started
record HttpServer(Path repositories, int port, String path, AccessWay access, List<Daemon> daemons)
    implements Server {
  /// The credentials of the servers that are given a password file.
  static final AccessWay.Token TOKEN = new AccessWay.Token("ci", "s3cr3t-t0k3n-of-the-test");

  /// What `htpasswd -s` would write for [#TOKEN].
  static final String HTPASSWD = "ci:{SHA}bh6eImc6jkfK8YlsBdVtMhuNNv8=\n";

  @Override
  public String url(int through, String repository) {
    return "http://127.0.0.1:" + through + path.formatted(repository);
  }

  @Override
  public void close() {
    daemons.reversed().forEach(Daemon::close);
  }
}
