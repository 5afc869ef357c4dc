// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.SshServer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// OpenSSH's server, and Git on the same host.
///
/// @param repositories where they are
/// @param ssh the server
/// @param path of a repository in its url
record Sshd(Path repositories, SshServer ssh, UnaryOperator<String> path) implements Server {
  /// As Debian installs it: the environment says nothing but the language.
  static Server asItComes(Path directory, List<String> names) {
    return start(directory, names, "AcceptEnv LANG LC_*\n");
  }

  /// As Git's documentation wants it for protocol 2.
  static Server acceptingTheProtocol(Path directory, List<String> names) {
    return start(directory, names, "AcceptEnv GIT_PROTOCOL\n");
  }

  private static Server start(Path directory, List<String> names, String settings) {
    SshServer ssh = SshServer.start(directory, settings, "");
    Path repositories = Place.in(directory).repositories(names);
    return new Sshd(repositories, ssh, name -> repositories + "/" + name + ".git");
  }

  @Override
  public int port() {
    return ssh.port();
  }

  @Override
  public String url(int through, String repository) {
    return "ssh://"
        + System.getProperty("user.name")
        + "@127.0.0.1:"
        + through
        + path.apply(repository);
  }

  @Override
  public AccessWay access() {
    return new AccessWay.Key(ssh.clientKey(), ssh.hostKey());
  }

  @Override
  public void close() {
    ssh.close();
  }
}
