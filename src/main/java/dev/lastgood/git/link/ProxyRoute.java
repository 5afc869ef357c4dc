// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Auth;
import dev.lastgood.model.Remote;
import dev.lastgood.net.Addresses;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Straight to the server, or through a proxy.
///
/// @param proxy the JDK's word for it
/// @param name the proxy's address and who named it, for an operator; nothing without one
/// @param credentials what the proxy may be shown
record ProxyRoute(Proxy proxy, String name, Optional<PasswordAuthentication> credentials) {
  /// What to do for a proxy that wants to know who asks.
  static final String CREDENTIALS_HINT =
      "name the proxy as http://user:password@host:port in the variable https_proxy of the"
          + " environment (an EnvironmentFile= in a unit), and not in the configuration";

  private static final ProxyRoute STRAIGHT = new ProxyRoute(Proxy.NO_PROXY, "", Optional.empty());
  private static final Pattern TUNNEL =
      Pattern.compile("Unable to tunnel through proxy.*?HTTP/\\S+ (\\d{3}).*");

  /// curl's default port of a proxy.
  private static final int PORT = 1080;

  /// The JDK shows no Basic credentials to a proxy that tunnels https unless this is empty. It
  /// reads it once, with its first connection, so there is no way to ask for it later or for one
  /// remote; credentials are still shown only where [ForProxy] is set.
  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

  /// Without it, the JDK leaves out the `Host` that we name, which is the url's and not that of the
  /// address which answers. Nobody else sets headers of that kind here.
  private static final String OWN_HOST = "sun.net.http.allowRestrictedHeaders";

  static {
    if (System.getProperty(TUNNELING) == null) {
      System.setProperty(TUNNELING, "");
    }
    if (System.getProperty(OWN_HOST) == null) {
      System.setProperty(OWN_HOST, "true");
    }
  }

  /// Through the remote's own proxy, else as curl would go in this environment.
  static ProxyRoute to(Remote remote, Map<String, String> environment) throws ExchangeFailed {
    boolean bare =
        remote.url().scheme().equals("http") && remote.access().auth() instanceof Auth.Token;
    Optional<URI> configured = remote.access().proxy();
    if (configured.isPresent() && bare) {
      throw ExchangeFailed.operator(
          "the token of " + remote.url() + " is not sent through a proxy without encryption",
          "remove " + remote.setting("proxy") + ", or use https://");
    }
    if (bare) {
      return STRAIGHT; // to loopback: a proxy would read the token
    }
    if (configured.isPresent()) {
      return through(configured.get(), remote.setting("proxy"));
    }
    Optional<ProxyVariables.Found> found =
        new ProxyVariables(environment).proxyFor(remote.url().uri());
    return found.isEmpty() ? STRAIGHT : through(found.get().proxy(), found.get().variable());
  }

  private static ProxyRoute through(URI proxy, String setting) throws ExchangeFailed {
    Proxy.Type type =
        switch (String.valueOf(proxy.getScheme())) {
          case "http" -> Proxy.Type.HTTP;
          case "socks", "socks5", "socks5h" -> Proxy.Type.SOCKS;
          default ->
              throw ExchangeFailed.operator(
                  "the proxy in " + setting + " is neither http:// nor socks5://",
                  "write it as http://host:port");
        };
    if (proxy.getHost() == null) {
      throw ExchangeFailed.operator(
          "the proxy in " + setting + " names no host", "write it as http://host:port");
    }
    if (type == Proxy.Type.SOCKS && proxy.getRawUserInfo() != null) {
      throw ExchangeFailed.operator( // the JDK would show this user's name in their place
          "the proxy in " + setting + " is socks://, and has credentials, which can't be sent",
          "name an http:// proxy, or one that asks for no credentials");
    }
    int port = proxy.getPort() < 0 ? PORT : proxy.getPort();
    return new ProxyRoute(
        new Proxy(type, InetSocketAddress.createUnresolved(proxy.getHost(), port)),
        "the proxy " + proxy.getHost() + ":" + port + " (" + setting + ")",
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
  ///
  /// What is at the other end may have several addresses, and the JDK would take the first. Https
  /// without a proxy tries them by its sockets; plain http has to be told one.
  HttpURLConnection open(URL url, TransferLimit limit) throws IOException {
    boolean straight = proxy.type() == Proxy.Type.DIRECT;
    URL opened = straight && url.getProtocol().equals("http") ? answering(url, limit) : url;
    HttpURLConnection connection =
        (HttpURLConnection) opened.openConnection(straight ? proxy : reachable(limit));
    if (!opened.equals(url)) {
      connection.setRequestProperty("Host", url.getAuthority());
    }
    credentials.ifPresent(known -> connection.setAuthenticator(new ForProxy(known)));
    return connection;
  }

  private static URL answering(URL url, TransferLimit limit) throws IOException {
    Addresses addresses = Addresses.of(url.getHost());
    if (addresses.all().size() == 1) {
      return url;
    }
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    String host = Addresses.inUrl(addresses.answering(port, limit.left()));
    return URI.create("http://" + host + ":" + port + url.getFile()).toURL();
  }

  private Proxy reachable(TransferLimit limit) throws IOException {
    InetSocketAddress named = (InetSocketAddress) proxy.address();
    Addresses addresses = Addresses.of(named.getHostString());
    InetAddress found = addresses.answering(named.getPort(), limit.left());
    InetAddress nameless =
        InetAddress.getByAddress(found.getAddress()); // or the name is asked again
    return new Proxy(proxy.type(), new InetSocketAddress(nameless, named.getPort()));
  }

  /// A failure as the proxy's, where it is: without one, what the server did is all there is.
  IOException explained(IOException e, Remote remote) {
    if (name.isEmpty()) {
      return e;
    }
    String words = Messages.of(e);
    Matcher tunnel = TUNNEL.matcher(words);
    if (tunnel.matches()) {
      return tunnelled(Integer.parseInt(tunnel.group(1)), remote);
    }
    boolean socks = words.contains("SOCKS");
    if (socks && words.contains("authentication failed")) {
      return ExchangeFailed.operator(name + " asks for credentials", CREDENTIALS_HINT);
    }
    boolean missed =
        e instanceof ConnectException
            || e instanceof NoRouteToHostException
            || e instanceof UnknownHostException
            || (e instanceof SocketTimeoutException
                && words.toLowerCase(Locale.ROOT).contains("connect"));
    return missed || socks
        ? ExchangeFailed.retry(
            name + " can't be reached, or does not reach " + remote.url() + ": " + words,
            "check that proxy; a later pass tries again")
        : e;
  }

  private ExchangeFailed tunnelled(int status, Remote remote) {
    String what = name + " does not connect to " + remote.url() + " (HTTP " + status + ")";
    return switch (status) {
      case 401, 407 ->
          ExchangeFailed.operator(
              name + " asks for credentials (HTTP " + status + ")", CREDENTIALS_HINT);
      case 408, 429 -> ExchangeFailed.retry(what, "a later pass tries again");
      default ->
          status >= 500
              ? ExchangeFailed.retry(what, "the proxy is in trouble, or can't reach the server")
              : ExchangeFailed.operator(what, "have the proxy permit this host, or go without it");
    };
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
