// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.SshServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gerrit with its repositories on disk, and `admin` as the one who reads.
///
/// @param repositories where they are
/// @param port of ssh
/// @param access for a key
/// @param daemon its process
record Gerrit(Path repositories, int port, AccessWay access, Daemon daemon) implements Server {
  private static final String NAME = "gerrit-3.13";

  static Server overHttp(Path directory, List<String> names) {
    int http = Daemon.freePort();
    Daemon daemon = start(directory, http, Daemon.freePort(), names);
    String[] pair = said(daemon, "let in (.*)").split(" ");
    AccessWay access = new AccessWay.Token(pair[0], pair[1]);
    return new HttpServer(repositories(daemon), http, "/a/%s", access, List.of(daemon));
  }

  static Server overSsh(Path directory, List<String> names) {
    int port = Daemon.freePort();
    Daemon daemon = start(directory, Daemon.freePort(), port, names);
    Path hostKey = Path.of(said(daemon, "host keys in (.*)"), "ssh_host_ed25519_key.pub");
    try {
      String[] parts = Files.readString(hostKey).split(" ");
      AccessWay access =
          new AccessWay.Key(directory.resolve("client_key"), parts[0] + " " + parts[1].strip());
      return new Gerrit(repositories(daemon), port, access, daemon);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Daemon start(Path directory, int http, int ssh, List<String> names) {
    Path jars = JavaServer.jars(NAME);
    Path key = SshServer.keygen(Place.in(directory).directory(), "client_key");
    List<String> arguments =
        new ArrayList<>(List.of(String.valueOf(http), String.valueOf(ssh), key + ".pub"));
    arguments.addAll(names);
    return JavaServer.start(
        JavaServer.source(NAME), jars, directory, arguments.toArray(String[]::new));
  }

  private static Path repositories(Daemon daemon) {
    return Path.of(said(daemon, "repositories in (.*)"));
  }

  private static String said(Daemon daemon, String what) {
    Matcher said = Pattern.compile("(?m)^" + what + "$").matcher(daemon.said());
    if (!said.find()) {
      throw new IllegalStateException("no \"" + what + "\" in " + daemon.said());
    }
    return said.group(1);
  }

  @Override
  public String url(int through, String repository) {
    return "ssh://admin@127.0.0.1:" + through + "/" + repository;
  }

  @Override
  public void close() {
    daemon.close();
  }
}
