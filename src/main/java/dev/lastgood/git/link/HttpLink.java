// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.Capabilities;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Remote;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/// HTTP to the addresses of Git's smart protocol below the remote's url, and to no other: those of
/// reading, and those of pushing where that is what the remote is there for.
///
/// Stock JGit would follow redirects with the token, and walk the files of a server that does not
/// speak the smart protocol, to whatever other server that one names.
final class HttpLink implements Link, UploadPack, HttpConnectionFactory {
  /// Hosts, and what stands in front of them against robots, know Git's clients by how this begins.
  private static final String USER_AGENT = "git/2.0 (lastgood)";

  private final Remote remote;
  private final TransferLimit limit;
  private final ProxyRoute route;
  private final Optional<String> token;
  private final Optional<SSLSocketFactory> trust;
  private final String base;
  private final Set<String> addresses;
  private final List<HttpURLConnection> opened = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  private HttpLink(TransferLimit limit, ProxyRoute route, TlsTrust certificates)
      throws ExchangeFailed {
    this.remote = limit.remote();
    this.limit = limit;
    this.route = route;
    this.token = token(remote);
    this.trust =
        remote.url().scheme().equals("https")
            ? Optional.of(certificates.of(remote))
            : Optional.empty();
    this.base = remote.url().toString().replaceFirst("/+$", "");
    this.addresses =
        GitService.of(remote).stream()
            .flatMap(service -> Stream.of(service.info(base), service.requests(base)))
            .collect(Collectors.toUnmodifiableSet());
  }

  static HttpLink of(TransferLimit limit, Connector connector) throws ExchangeFailed {
    return new HttpLink(
        limit, ProxyRoute.to(limit.remote(), connector.environment()), connector.trust());
  }

  @Override
  public Remote remote() {
    return remote;
  }

  @Override
  public void configure(Transport transport) {
    TransportHttp http = (TransportHttp) transport;
    http.setHttpConnectionFactory(this);
    http.setCredentialsProvider(null); // a refused token is not shown again
    if (remote.access().auth() instanceof Auth.Token(String username, _)) {
      http.setPreemptiveBasicAuthentication(username, token.orElseThrow());
    }
  }

  /// One more request, unless one has failed: JGit repeats a POST that failed in whatever way, and
  /// leaves the token out of the second one.
  @Override
  public HttpConnection create(URL url) throws IOException {
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    if (!addresses.contains(url.toString())) {
      throw ExchangeFailed.operator(
          "a request to " + url.getHost() + " outside " + remote.url() + " was refused",
          "correct " + remote.setting("url"));
    }
    HttpURLConnection connection = opened(url);
    if (connection instanceof HttpsURLConnection secure) {
      trust.ifPresent(secure::setSSLSocketFactory);
    }
    opened.add(connection);
    limit.asks();
    return new PinnedConnection(connection, limit, this::failed);
  }

  private HttpURLConnection opened(URL url) throws IOException {
    try {
      return route.open(url, limit);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    IOException told = e instanceof ExchangeFailed ? e : route.explained(e, remote);
    return failure.compareAndSet(null, told) ? told : Objects.requireNonNull(failure.get());
  }

  @Override
  public HttpConnection create(URL url, java.net.@Nullable Proxy proxyOfTheJvm) throws IOException {
    return create(url);
  }

  @Override
  public Capabilities capabilities() throws IOException {
    try (InputStream greeting = exchange(GitService.UPLOAD_PACK.info(base), Optional.empty())) {
      return Capabilities.read(greeting);
    }
  }

  @Override
  public InputStream request(byte[] request) throws IOException {
    return exchange(GitService.UPLOAD_PACK.requests(base), Optional.of(request));
  }

  private InputStream exchange(String address, Optional<byte[]> body) throws IOException {
    HttpConnection connection = create(URI.create(address).toURL());
    connection.setConnectTimeout(0); // the limit's rest, as all connections here
    connection.setReadTimeout(0);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Git-Protocol", "version=2");
    connection.setRequestProperty("User-Agent", USER_AGENT);
    if (remote.access().auth() instanceof Auth.Token(String username, _)) {
      byte[] pair = (username + ":" + token.orElseThrow()).getBytes(StandardCharsets.UTF_8);
      connection.setRequestProperty(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    if (body.isPresent()) {
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/x-git-upload-pack-request");
      connection.setRequestProperty("Accept", GitService.UPLOAD_PACK.answer());
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.get());
      }
    }
    connection.getResponseCode(); // whatever is not an answer is refused here
    return connection.getInputStream();
  }

  @Override
  public InputStream arriving(InputStream pack) {
    return limit.arriving(pack);
  }

  /// Each request has an exchange of its own.
  @Override
  public void abandon() {}

  /// The first request that failed: what JGit makes of it says less.
  @Override
  public IOException explained(IOException problem) {
    return Objects.requireNonNullElse(failure.get(), problem);
  }

  @Override
  public void sever() {
    opened.forEach(HttpURLConnection::disconnect);
  }

  @Override
  public void close() {
    opened.clear();
  }

  private static Optional<String> token(Remote remote) throws ExchangeFailed {
    Auth auth = remote.access().auth();
    if (auth instanceof Auth.SshKey) {
      throw ExchangeFailed.operator(
          "an ssh key does not open " + remote.url(),
          "give " + remote.section() + " an ssh:// url, or auth.token-file");
    }
    if (!(auth instanceof Auth.Token token)) {
      return Optional.empty();
    }
    if (remote.url().scheme().equals("http") && !remote.url().isLoopback()) {
      throw ExchangeFailed.operator(
          "the token is not sent to " + remote.url() + " without encryption",
          "use https:// in " + remote.setting("url"));
    }
    return Optional.of(TokenFile.read(token.tokenFile(), remote));
  }
}
