// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real `sshd` on loopback, run by this user and for this user, with fresh host and client keys.
///
/// Without `sshd` on the machine the test is skipped, with the reason.
public final class SshServer implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final Process process;

  private SshServer(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /// Starts one whose files are in a new directory, and which lets clients choose the protocol.
  public static SshServer start(Path directory) {
    return start(directory, "AcceptEnv GIT_PROTOCOL\n", "");
  }

  /// Starts one whose files are in a new directory.
  ///
  /// @param settings more lines of its configuration
  /// @param options what stands before the key in `authorized_keys`: nothing, or options and a
  ///   space
  public static SshServer start(Path directory, String settings, String options) {
    Path sshd = Tool.require("sshd");
    try {
      Files.createDirectories(directory);
      if (System.getProperty("user.name").equals("root")) {
        Files.createDirectories(Path.of("/run/sshd")); // where a root sshd wants to be locked in
      }
      keygen(directory, "host_key");
      keygen(directory, "client_key");
      String key = Files.readString(directory.resolve("client_key.pub"));
      Files.writeString(directory.resolve("authorized_keys"), options + key);
      int port = freePort();
      Path config = directory.resolve("sshd_config");
      Files.writeString(config, configuration(directory, port) + settings);
      Process process =
          new ProcessBuilder(List.of(sshd.toString(), "-D", "-e", "-f", config.toString()))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("sshd.log").toFile())
              .start();
      SshServer server = new SshServer(directory, port, process);
      server.awaitPort();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(Path directory, int port) {
    return """
    ListenAddress 127.0.0.1
    Port %d
    HostKey %s/host_key
    AuthorizedKeysFile %s/authorized_keys
    PidFile none
    StrictModes no
    UsePAM no
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    PermitRootLogin prohibit-password
    """
        .formatted(port, directory, directory);
  }

  /// A new ed25519 key without a passphrase: `<name>` and `<name>.pub`.
  public static Path keygen(Path directory, String name) {
    Path key = directory.resolve(name);
    Tool.run(
        directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString());
    return key;
  }

  /// The url of a directory on this machine.
  public String url(Path repository) {
    return "ssh://" + System.getProperty("user.name") + "@127.0.0.1:" + port + repository;
  }

  /// The private key that is let in.
  public Path clientKey() {
    return directory.resolve("client_key");
  }

  /// The server's public key, as in `ssh-ed25519 AAAA…`.
  public String hostKey() {
    try {
      String[] parts = Files.readString(directory.resolve("host_key.pub")).split(" ");
      return parts[0] + " " + parts[1];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A new `known_hosts` file that names this server.
  public Path knownHosts() {
    return knownHosts("[127.0.0.1]:" + port + " " + hostKey() + "\n");
  }

  /// A new `known_hosts` file of this content.
  public Path knownHosts(String content) {
    try {
      Path file = Files.createTempFile(directory, "known_hosts", "");
      Files.writeString(file, content);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives it another configuration, as a reload by systemd does.
  ///
  /// @param settings in place of those that it was started with
  public void reload(String settings) {
    long listened = logged("Server listening");
    try {
      Path config = directory.resolve("sshd_config");
      Files.writeString(config, configuration(directory, port) + settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tool.run(directory, "kill", "-HUP", Long.toString(process.pid()));
    for (int attempt = 0; attempt < 200 && logged("Server listening") == listened; attempt++) {
      pause();
    }
  }

  /// How many connections were let in since it started.
  public long connections() {
    return logged("Accepted publickey");
  }

  private long logged(String words) {
    try (Stream<String> lines = Files.lines(directory.resolve("sshd.log"))) {
      return lines.filter(line -> line.startsWith(words)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port it listens on.
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws IOException {
    for (int attempt = 0; attempt < 200; attempt++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IOException(
        "sshd does not answer: " + Files.readString(directory.resolve("sshd.log")));
  }

  private static void pause() {
    try {
      Thread.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
