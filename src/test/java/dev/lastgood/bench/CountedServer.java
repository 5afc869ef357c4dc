// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.gitserver.Authority;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A server of the repositories below a directory, with a relay before it that counts.
final class CountedServer implements AutoCloseable {
  private final GitHttpServer server;
  private final Relay relay;
  private final Optional<Path> authority;
  private final Path raw;

  private CountedServer(Path root, GitHttpServer server, Optional<Path> authority) {
    this.server = server;
    this.relay = new Relay(server.port());
    this.authority = authority;
    this.raw = root.resolve("rules.yaml");
    server.alsoServe("/raw/rules.yaml", raw);
  }

  static CountedServer http(Path root) throws IOException {
    Files.createDirectories(root);
    return new CountedServer(root, GitHttpServer.plain(root), Optional.empty());
  }

  static CountedServer https(Path root, Authority authority) throws IOException {
    Files.createDirectories(root);
    return new CountedServer(
        root, GitHttpServer.tls(root, authority), Optional.of(authority.certificate()));
  }

  String scheme() {
    return authority.isPresent() ? "https" : "http";
  }

  /// Serves this version as a raw file from now on.
  void serveRaw(byte[] rules) throws IOException {
    Files.write(raw, rules);
  }

  /// How to reach it without a detour: what is timed.
  Link direct() {
    return new Link(scheme() + "://127.0.0.1:" + server.port() + "/", authority);
  }

  /// How to reach it through the relay: what is counted.
  Link counted() {
    return new Link(scheme() + "://127.0.0.1:" + relay.port() + "/", authority);
  }

  /// Begins to count anew.
  void forget() {
    relay.forget();
    server.forget();
  }

  /// How many requests came since then.
  int requests() {
    return server.requests().size();
  }

  /// What passed the relay since then.
  Relay.Count bytes() {
    return relay.count();
  }

  @Override
  public void close() throws IOException {
    relay.close();
    server.close();
  }

  /// A way to the server.
  ///
  /// @param base the url of its root, with a slash at the end
  /// @param authority who vouches for it
  record Link(String base, Optional<Path> authority) {
    /// What stock git and curl have to be told.
    Map<String, String> environment(String repository) {
      Map<String, String> urls =
          Map.of("URL", base + repository, "RAW", base + "raw/rules.yaml", "RULES", RulesFile.PATH);
      Map<String, String> all = new java.util.HashMap<>(urls);
      authority.ifPresent(file -> {
        all.put("GIT_SSL_CAINFO", file.toString());
        all.put("CURL_CA_BUNDLE", file.toString());
      });
      return all;
    }
  }
}
