// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// The certificates that a source's server may answer with.
final class Trust {
  /// A whole system's bundle has a quarter of that.
  private static final int LARGEST = 1 << 20;

  private Trust() {}

  /// The platform's certificates and those of the source's file; empty when it names none, and the
  /// platform's alone will do.
  ///
  /// Belongs to one connection: nothing of the JVM's own trust is changed.
  static Optional<SSLSocketFactory> of(Source source) throws Refusal {
    Optional<Path> file = source.access().caFile();
    if (file.isEmpty() || !source.remote().scheme().equals("https")) {
      return Optional.empty();
    }
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate own : certificates(file.get())) {
        trusted.setCertificateEntry("own-" + trusted.size(), own);
      }
      if (trusted.size() == 0) {
        throw unusable(source, file.get(), "it holds no certificate");
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new OwnTrust(trusted)}, null);
      return Optional.of(context.getSocketFactory());
    } catch (Refusal e) {
      throw e;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(source, file.get(), Words.of(e));
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream pem = new ByteArrayInputStream(RegularFile.bytes(file, LARGEST))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(pem);
    }
  }

  private static Refusal unusable(Source source, Path file, String why) {
    return Refusal.operator(
        "the certificates in " + file + " can't be used: " + why,
        "name a PEM file in sources." + source.name() + ".tls.ca-file");
  }
}
