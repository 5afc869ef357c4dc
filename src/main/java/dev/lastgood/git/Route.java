// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.Source;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Straight to the server, or through a proxy.
///
/// @param proxy the JDK's word for it
/// @param credentials what the proxy may be shown
record Route(Proxy proxy, Optional<PasswordAuthentication> credentials) {
  private static final Route STRAIGHT = new Route(Proxy.NO_PROXY, Optional.empty());

  /// curl's default port of a proxy.
  private static final int PORT = 1080;

  /// The JDK shows no Basic credentials to a proxy that tunnels https unless this is empty. It
  /// reads it once, with its first connection, so there is no way to ask for it later or for one
  /// source; credentials are still shown only where [ForProxy] is set.
  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

  static {
    if (System.getProperty(TUNNELING) == null) {
      System.setProperty(TUNNELING, "");
    }
  }

  /// Through the source's own proxy, else as curl would go in this environment.
  static Route to(Source source, Map<String, String> environment) throws Refusal {
    Optional<URI> configured = source.access().proxy();
    if (configured.isPresent()) {
      return through(configured.get(), "sources." + source.name() + ".proxy");
    }
    Optional<ProxyVariables.Found> found =
        new ProxyVariables(environment).proxyFor(source.remote().uri());
    return found.isEmpty() ? STRAIGHT : through(found.get().proxy(), found.get().variable());
  }

  private static Route through(URI proxy, String setting) throws Refusal {
    Proxy.Type type =
        switch (String.valueOf(proxy.getScheme())) {
          case "http" -> Proxy.Type.HTTP;
          case "socks", "socks5", "socks5h" -> Proxy.Type.SOCKS;
          default ->
              throw Refusal.operator(
                  "the proxy in " + setting + " is neither http:// nor socks5://",
                  "write it as http://host:port");
        };
    if (proxy.getHost() == null) {
      throw Refusal.operator(
          "the proxy in " + setting + " names no host", "write it as http://host:port");
    }
    int port = proxy.getPort() < 0 ? PORT : proxy.getPort();
    return new Route(
        new Proxy(type, new InetSocketAddress(proxy.getHost(), port)),
        credentials(proxy.getRawUserInfo()));
  }

  private static Optional<PasswordAuthentication> credentials(@Nullable String userInfo) {
    if (userInfo == null) {
      return Optional.empty();
    }
    String[] parts = userInfo.split(":", 2);
    String password = parts.length < 2 ? "" : decoded(parts[1]);
    return Optional.of(new PasswordAuthentication(decoded(parts[0]), password.toCharArray()));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Opens a connection this way; nothing is sent yet.
  HttpURLConnection open(URL url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxy);
    credentials.ifPresent(known -> connection.setAuthenticator(new ForProxy(known)));
    return connection;
  }

  /// Shows the credentials to the proxy and to nobody else.
  private static final class ForProxy extends Authenticator {
    private final PasswordAuthentication credentials;
    private boolean shown;

    ForProxy(PasswordAuthentication credentials) {
      this.credentials = credentials;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY || shown) {
        return null;
      }
      shown = true;
      return credentials;
    }
  }
}
