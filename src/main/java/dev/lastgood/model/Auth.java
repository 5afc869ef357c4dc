// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.util.Map;

/// How a source lets us in. Secrets are named by file and read at the moment of use, never here.
public sealed interface Auth {
  /// Where a secret is that systemd hands to a unit, in a process that it handed nothing to: such a
  /// path exists nowhere.
  Path NOT_GIVEN = Path.of("/CREDENTIALS_DIRECTORY-is-not-set");

  /// No credentials: a public repository or a local one.
  record Anonymous() implements Auth {}

  /// HTTP Basic with a token as the password.
  ///
  /// @param username what the server expects beside a token; many accept any
  /// @param tokenFile holds the token; surrounding white space is not part of it
  record Token(String username, Path tokenFile) implements Auth {}

  /// An ssh key, with the server's host keys pinned.
  ///
  /// @param keyFile the private key, without a passphrase
  /// @param knownHostsFile OpenSSH's format; a host that is not in it is refused
  record SshKey(Path keyFile, Path knownHostsFile) implements Auth {}

  /// The files that it reads, by the keys that name them.
  default Map<String, Path> files() {
    return switch (this) {
      case Anonymous() -> Map.of();
      case Token(_, Path token) -> Map.of("token-file", token);
      case SshKey(Path key, Path hosts) -> Map.of("key-file", key, "known-hosts-file", hosts);
    };
  }

  /// Whether this process was given what lets it in.
  default boolean isGiven() {
    return files().values().stream().noneMatch(file -> file.startsWith(NOT_GIVEN));
  }
}
