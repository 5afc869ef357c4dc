// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The certificates that this host trusts, where its other programs find them: our runtime brings
/// its own, and knows nothing of an authority that the host's operator added.
record HostCertificates(Map<String, String> environment) {
  private static final String VARIABLE = "SSL_CERT_FILE";

  private static final List<String> PLACES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt", // Debian, NixOS, Arch
          "/etc/pki/tls/certs/ca-bundle.crt", // Fedora and its kin
          "/etc/ssl/ca-bundle.pem", // SUSE
          "/etc/ssl/cert.pem"); // Alpine

  /// The file: the one that `SSL_CERT_FILE` names, as OpenSSL reads it, or the first that is there.
  Optional<Path> file() {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return PLACES.stream().map(Path::of).filter(Files::isRegularFile).findFirst();
  }
}
