// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import dev.lastgood.gitserver.BasicCredentials;
import dev.lastgood.gitserver.GitServer;
import dev.lastgood.gitserver.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Everything the demo works with: the servers, the service, and the directory that holds the rest.
///
/// Closing ends the servers and the service, and removes the directory unless it is to be kept.
final class DemoHost implements AutoCloseable {
  /// The configuration's name in the directory.
  static final String CONFIG = "lastgood.yaml";

  private static final String USER = "lastgood";

  private static final String RESTART =
      """
      #!/bin/sh
      # Asks the supervisor for a restart; when the request is gone, the new process runs.
      request=${0%/*}/restart.request
      : >"$request"
      while [ -e "$request" ]; do sleep 0.05; done
      """;

  private final Path home;
  private final Upstream upstream;
  private final GitServer server;
  private final Supervisor supervisor;
  private final URI service;
  private boolean kept;

  private DemoHost(Path home, String token, Programs programs) throws IOException {
    this.home = home;
    int port = freePort();
    this.service = URI.create("http://127.0.0.1:" + port);
    this.upstream = Upstream.create(home.resolve("fit.git"));
    this.server =
        GitServer.http(GitServer.ANY_PORT, upstream.servedTo(new BasicCredentials(USER, token)));
    Files.createDirectory(home.resolve("state"), permissions("rwxr-x---"));
    Path folder = Files.createDirectory(home.resolve("service"));
    Files.writeString(folder.resolve("restart"), RESTART);
    List<String> argv =
        Stream.concat(
                programs.service().stream(),
                Stream.of(destination().toString(), Integer.toString(port)))
            .toList();
    this.supervisor = Supervisor.of(argv, folder.resolve("restart.request"), serviceLog());
  }

  /// Builds everything in a fresh directory.
  ///
  /// @param parent where the directory goes
  static DemoHost open(Path parent, Programs programs) throws IOException {
    Path home = Files.createTempDirectory(parent, "lastgood-demo-").toRealPath();
    try {
      String token = token();
      Path file = home.resolve("token");
      Files.createFile(file, permissions("rw-------"));
      Files.writeString(file, token + "\n");
      return new DemoHost(home, token, programs);
    } catch (IOException e) {
      remove(home);
      throw e;
    }
  }

  Path home() {
    return home;
  }

  Upstream upstream() {
    return upstream;
  }

  GitServer server() {
    return server;
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /// The service's address.
  URI service() {
    return service;
  }

  /// The file that the service reads.
  Path destination() {
    return home.resolve("service").resolve("sync-rules.yaml");
  }

  /// What the service said.
  Path serviceLog() {
    return home.resolve("service").resolve("log");
  }

  /// Writes the configuration.
  ///
  /// @param timeout how long a start of the service and its proof may take
  /// @return its text
  String configure(Duration timeout) throws IOException {
    String text = configuration(timeout.toSeconds());
    Files.writeString(home.resolve(CONFIG), text);
    return text;
  }

  private String configuration(long seconds) {
    return """
    state: "%1$s/state"
    allow-volatile-state: true
    sources:
      fit:
        url: %2$s
        branch: %3$s
        auth: {username: %4$s, token-file: "%1$s/token"}
    targets:
      powersync:
        source: fit
        path: %5$s
        destination: "%6$s"
        preset: powersync              # its checks, and what a healthy answer is
        activate:
          command: [/bin/sh, "%1$s/service/restart"]
        probe:                         # as the preset has it, but in a hurry
          http: %7$s/probes/liveness
          timeout: %8$ds
          interval: 250ms
          settle: 2s
    """
        .formatted(
            home,
            server.url(Upstream.PATH),
            Upstream.BRANCH,
            USER,
            Upstream.FILE,
            destination(),
            service,
            seconds);
  }

  /// Leaves the directory where it is.
  void keep() {
    kept = true;
  }

  /// Outside the range from which the system lends ports to whoever asks for any, so that it is
  /// still free at the service's next start.
  static int freePort() throws IOException {
    RandomGenerator random = RandomGenerator.getDefault();
    Optional<IOException> last = Optional.empty();
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = random.nextInt(20_000, 30_000);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException e) {
        last = Optional.of(e);
      }
    }
    throw last.orElseThrow();
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  private static String token() {
    byte[] random = new byte[20];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
    server.close();
    upstream.close();
    if (!kept) {
      remove(home);
    }
  }
}
