// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Remote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates that a remote's server may answer with.
///
/// Belongs to its connections: nothing of the JVM's own trust is changed.
final class TlsTrust {
  /// A whole system's bundle has a quarter of that.
  private static final int LARGEST = 1 << 20;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt", // Debian, NixOS, Arch
          "/etc/pki/tls/certs/ca-bundle.crt", // Fedora and its kin
          "/etc/ssl/ca-bundle.pem", // SUSE
          "/etc/ssl/cert.pem"); // Alpine

  private static final Logger LOG = LoggerFactory.getLogger(TlsTrust.class);

  private final Map<String, String> environment;

  /// Kept, because a connection is used again only with the very factory that it was made by.
  private @Nullable SSLSocketFactory common;

  /// The same for those with a file of their own, as long as it holds the same.
  private final Map<Path, Own> own = new ConcurrentHashMap<>();

  private record Own(ByteBuffer pem, SSLSocketFactory sockets) {}

  TlsTrust(Map<String, String> environment) {
    this.environment = environment;
  }

  /// The certificates of the remote's file, then the runtime's, then the host's.
  SSLSocketFactory of(Remote remote) throws ExchangeFailed {
    Optional<Path> file = remote.access().caFile();
    try {
      if (file.isPresent()) {
        return own(remote, file.get());
      }
      SSLSocketFactory present = common;
      if (present == null) {
        present = sockets(List.of(TlsTrust::runtime, this::host));
        common = present;
      }
      return present;
    } catch (ExchangeFailed e) {
      throw e;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(remote, file, Messages.of(e));
    }
  }

  private SSLSocketFactory own(Remote remote, Path file)
      throws IOException, GeneralSecurityException {
    byte[] pem = RegularFile.bytes(file, LARGEST);
    Own kept = own.get(file);
    if (kept == null || !kept.pem().equals(ByteBuffer.wrap(pem))) {
      KeyStore store = store(certificates(remote, file, pem));
      kept =
          new Own(
              ByteBuffer.wrap(pem),
              sockets(List.of(() -> checking(store), TlsTrust::runtime, this::host)));
      own.put(file, kept);
    }
    return kept.sockets();
  }

  private static SSLSocketFactory sockets(List<LayeredTrust.Store> stores)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new LayeredTrust(stores)}, null);
    return new TlsSocketFactory(context.getSocketFactory());
  }

  private static Optional<X509ExtendedTrustManager> checking(@Nullable KeyStore store)
      throws GeneralSecurityException {
    return Optional.of(LayeredTrust.manager(store));
  }

  private static Optional<X509ExtendedTrustManager> runtime() throws GeneralSecurityException {
    return checking(null);
  }

  private Optional<X509ExtendedTrustManager> host() throws GeneralSecurityException {
    Optional<Path> file = bundle();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return checking(store(readable(file.get())));
    } catch (IOException e) {
      throw new CertificateException(
          "the host's certificates in " + file.get() + " can't be read: " + Messages.of(e), e);
    }
  }

  /// Where the host's other programs find the certificates that it trusts, those of an authority
  /// that its operator added with them: the file that `SSL_CERT_FILE` names, as OpenSSL reads it,
  /// or the first that is there.
  private Optional<Path> bundle() {
    String named = environment.getOrDefault("SSL_CERT_FILE", "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return BUNDLES.stream().map(Path::of).filter(Files::isRegularFile).findFirst();
  }

  private static KeyStore store(Collection<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (Certificate one : certificates) {
      trusted.setCertificateEntry("own-" + trusted.size(), one);
    }
    return trusted;
  }

  private static Collection<? extends Certificate> certificates(
      Remote remote, Path file, byte[] pem) throws GeneralSecurityException, ExchangeFailed {
    Collection<? extends Certificate> own =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    if (own.isEmpty()) {
      throw unusable(remote, Optional.of(file), "it holds no certificate");
    }
    return own;
  }

  /// What can be read of a bundle: one odd certificate in it is no reason to trust nobody.
  private static List<Certificate> readable(Path file)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> readable = new ArrayList<>();
    String text = new String(RegularFile.bytes(file, LARGEST), StandardCharsets.ISO_8859_1);
    Matcher pem = PEM.matcher(text);
    while (pem.find()) {
      byte[] block = pem.group().getBytes(StandardCharsets.ISO_8859_1);
      try {
        readable.add(factory.generateCertificate(new ByteArrayInputStream(block)));
      } catch (CertificateException e) {
        LOG.debug("a certificate in {} can't be read", file, e);
      }
    }
    return readable;
  }

  private static ExchangeFailed unusable(Remote remote, Optional<Path> file, String why) {
    return ExchangeFailed.operator(
        "the certificates in "
            + file.map(Path::toString).orElse("the runtime")
            + " can't be used: "
            + why,
        "name a PEM file in " + remote.setting("tls.ca-file"));
  }
}
