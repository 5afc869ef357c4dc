// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// What a failure of TLS means: a connection that went away is for the next pass, everything that
/// the two sides disagree about is for an operator.
record TlsMessages(Remote remote) {
  private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

  /// Alerts of a server in trouble.
  private static final List<String> PASSING = List.of("internal_error", "user_canceled");

  /// Alerts that ask for a certificate of ours, or don't like it.
  private static final List<String> CLIENT =
      List.of(
          "certificate_required",
          "bad_certificate",
          "unknown_ca",
          "certificate_unknown",
          "access_denied");

  ExchangeFailed of(SSLException e) {
    List<Throwable> chain = ExchangeProblem.chain(e);
    if (chain.stream().anyMatch(TlsMessages::isCertificate)) {
      return untrusted(chain);
    }
    String words = Messages.of(e);
    Matcher alert = ALERT.matcher(words);
    if (alert.find()) {
      return alert(alert.group(1).toLowerCase(Locale.ROOT));
    }
    if (words.contains("Unsupported or unrecognized SSL message")) {
      return ExchangeFailed.operator(
          remote.url() + " does not speak TLS: something else answers there",
          "check the port in " + remote.setting("url") + "; a plain server is an http:// address");
    }
    return isCut(chain, words)
        ? ExchangeFailed.retry(
            "the exchange with " + remote.url() + " broke off: TLS: " + words,
            "the next pass tries again by itself")
        : ExchangeFailed.operator(
            "no TLS connection to " + remote.url() + " can be agreed upon: " + words,
            "look at the server: openssl s_client -connect " + address());
  }

  private static boolean isCertificate(Throwable cause) {
    return cause instanceof CertificateException
        || cause instanceof CertPathValidatorException
        || cause instanceof CertPathBuilderException;
  }

  private static boolean isCut(List<Throwable> chain, String words) {
    return words.contains("terminated the handshake")
        || words.contains("closed")
        || words.contains("close_notify")
        || chain.stream()
            .anyMatch(cause ->
                cause instanceof EOFException
                    || cause instanceof SocketException
                    || cause instanceof SocketTimeoutException);
  }

  private ExchangeFailed untrusted(List<Throwable> chain) {
    return ExchangeFailed.operator(
        "the certificate of " + host() + " is not trusted: " + Messages.of(chain.getLast()),
        remote.access().caFile().isPresent()
            ? "check that " + remote.setting("tls.ca-file") + " holds the authority that signed it"
            : "for a server with an own authority, name its certificate in "
                + remote.setting("tls.ca-file"));
  }

  private ExchangeFailed alert(String name) {
    String message = remote.url() + " refuses the TLS connection: " + name.replace('_', ' ');
    if (PASSING.contains(name)) {
      return ExchangeFailed.retry(message, "the next pass tries again by itself");
    }
    return ExchangeFailed.operator(
        message,
        CLIENT.contains(name)
            ? "lastgood shows no client certificate: let this host in without one, by a token"
            : "look at the server: openssl s_client -connect " + address());
  }

  private String host() {
    return String.valueOf(remote.url().uri().getHost());
  }

  private String address() {
    int port = remote.url().uri().getPort();
    return host() + ":" + (port < 0 ? 443 : port);
  }
}
