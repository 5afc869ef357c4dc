// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How a server lets clients in.
sealed interface AccessWay {
  /// Anybody may read.
  record Open() implements AccessWay {}

  /// HTTP Basic.
  record Token(String username, String token) implements AccessWay {}

  /// A key over ssh.
  ///
  /// @param file the private key that is let in
  /// @param hostKey the server's, as in `ssh-ed25519 AAAA…`
  record Key(Path file, String hostKey) implements AccessWay {}

  /// A source's credentials in the configuration; what they need is written into a directory.
  ///
  /// @param port that `known_hosts` is about
  default String yaml(Path directory, int port) {
    return switch (this) {
      case Open() -> "";
      case Token(String username, String token) ->
          "    auth: {username: %s, token-file: %s}\n"
              .formatted(username, write(directory.resolve("token"), token + "\n"));
      case Key(Path file, String hostKey) ->
          "    ssh: {key-file: %s, known-hosts-file: %s}\n"
              .formatted(
                  file,
                  write(
                      directory.resolve("known_hosts"),
                      "[127.0.0.1]:" + port + " " + hostKey + "\n"));
    };
  }

  /// The same access with a secret that does not open it.
  ///
  /// @param directory for a new key
  default AccessWay wrong(Path directory) {
    return switch (this) {
      case Open() -> throw new IllegalStateException("an open one");
      case Token(String username, String _) -> new Token(username, "expired-0123456789");
      case Key(Path _, String hostKey) -> {
        Path other = directory.resolve("other_key");
        Tool.run(directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
        yield new Key(other, hostKey);
      }
    };
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
