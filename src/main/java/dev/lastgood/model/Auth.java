// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;

/// How a source lets us in. Secrets are named by file and read at the moment of use, never here.
public sealed interface Auth {
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
}
