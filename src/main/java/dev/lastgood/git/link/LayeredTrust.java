// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts a server by certificates of several stores, one after the other, each made only when the
/// ones before it don't suffice.
///
/// The runtime's are 140 certificates to be parsed in each process, and so are the host's; a forge
/// with an own authority has no need of either.
final class LayeredTrust extends X509ExtendedTrustManager {
  /// Certificates to trust.
  interface Store {
    /// Checks by them; empty when there are none.
    Optional<X509ExtendedTrustManager> open() throws GeneralSecurityException;
  }

  private final List<Store> stores;

  LayeredTrust(List<Store> stores) {
    this.stores = List.copyOf(stores);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    either(trust -> trust.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    either(trust -> trust.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    either(trust -> trust.checkServerTrusted(chain, authType));
  }

  private void either(Check check) throws CertificateException {
    CertificateException told = new CertificateException("no certificate is trusted at all");
    boolean first = true;
    for (Store store : stores) {
      try {
        Optional<X509ExtendedTrustManager> trust = store.open();
        if (trust.isPresent()) {
          check.by(trust.get());
          return;
        }
      } catch (CertificateException e) {
        // The one that knows the authority has more to say: a wrong name, a date.
        boolean stranger = told.getCause() instanceof CertPathBuilderException;
        told = first || stranger ? e : told;
        first = false;
      } catch (GeneralSecurityException e) {
        throw new CertificateException(e);
      }
    }
    throw told;
  }

  static X509ExtendedTrustManager manager(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("this Java checks no certificates");
  }

  /// We are nobody's server.
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no client is expected");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0]; // which a client is never asked for
  }

  private interface Check {
    void by(X509ExtendedTrustManager trust) throws CertificateException;
  }
}
