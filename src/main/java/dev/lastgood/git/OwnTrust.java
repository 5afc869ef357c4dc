// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts a server by certificates of our own, and only when they don't suffice by the platform's.
///
/// The platform's are 140 certificates to be parsed in each process; a forge with an own authority
/// has no need of them.
final class OwnTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager own;

  OwnTrust(KeyStore own) throws GeneralSecurityException {
    this.own = manager(own);
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
    try {
      check.by(own);
    } catch (CertificateException ours) {
      try {
        check.by(manager(null));
      } catch (GeneralSecurityException theirs) {
        // The one that knows the authority has more to say: a wrong name, a date.
        boolean stranger = ours.getCause() instanceof CertPathBuilderException;
        throw stranger && theirs instanceof CertificateException e ? e : ours;
      }
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore trusted)
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
    return own.getAcceptedIssuers();
  }

  private interface Check {
    void by(X509ExtendedTrustManager trust) throws CertificateException;
  }
}
