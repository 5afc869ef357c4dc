// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.util.Locale;
import java.util.regex.Pattern;

/// Recognises repositories whose object ids are SHA-256: JGit cannot read them, and says so in a
/// way that nobody understands.
final class ObjectFormat {
  /// The server's capability, and the repository's own configuration.
  private static final Pattern MARK = Pattern.compile("object-?format ?= ?sha256");

  private ObjectFormat() {}

  /// Ends the exchange when a server's greeting, or a repository's configuration, names SHA-256.
  static void refuse(String text, Remote remote) throws ExchangeFailed {
    if (MARK.matcher(text.toLowerCase(Locale.ROOT)).find()) {
      throw ExchangeFailed.operator(
          remote.url() + " is a SHA-256 repository, which lastgood can't read yet",
          "use a repository in Git's default SHA-1 format");
    }
  }
}
