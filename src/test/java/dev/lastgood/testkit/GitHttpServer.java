// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.lastgood.gitserver.Authority;
import dev.lastgood.gitserver.BasicCredentials;
import dev.lastgood.gitserver.GitServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A [GitServer] of the repositories below a directory, with the real `git http-backend` behind it,
/// that remembers what it was asked for and misbehaves on request.
///
/// `GitHttpServer.plain(root).withToken("ci", "s3cret")` serves `root/app.git` as
/// [#url]`("app.git")`.
public final class GitHttpServer implements AutoCloseable {
  private final GitServer server;
  private final Path root;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Path> files = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<Fault> fault = new AtomicReference<>(new Fault.None());
  private volatile @Nullable BasicCredentials credentials;
  private volatile boolean old;

  private GitHttpServer(Path root, Listener listener) {
    this.root = root;
    try {
      server = listener.open(this::serve);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Listener {
    GitServer open(HttpHandler repositories) throws IOException;
  }

  /// Over http.
  public static GitHttpServer plain(Path root) {
    return plain(root, GitServer.ANY_PORT);
  }

  /// Over http on a port of one's choice.
  public static GitHttpServer plain(Path root, int port) {
    return new GitHttpServer(root, handler -> GitServer.http(port, handler));
  }

  /// Over https with a certificate of an own authority.
  public static GitHttpServer tls(Path root, Authority authority) {
    return new GitHttpServer(root, handler -> GitServer.https(authority, handler));
  }

  /// From now on asks for Basic credentials; a null password lets everybody in again.
  public GitHttpServer withToken(String user, @Nullable String password) {
    credentials = password == null ? null : new BasicCredentials(user, password);
    return this;
  }

  /// From now on speaks protocol version 0 alone.
  public void onlyProtocolZero() {
    old = true;
  }

  /// From now on serves a file as it is, as a forge serves raw files.
  ///
  /// @param path the url's path, beginning with a slash
  public void alsoServe(String path, Path file) {
    files.put(path, file);
  }

  /// From now on misbehaves this way.
  public void misbehave(Fault how) {
    fault.set(how);
  }

  /// The url of a path below the served directory.
  public String url(String path) {
    return server.url(path);
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// The requests so far, oldest first.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// How many bytes of bodies were sent so far.
  public long sent() {
    return sent.get();
  }

  /// Forgets requests and bytes.
  public void forget() {
    requests.clear();
    sent.set(0);
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(HttpExchange exchange) {
    try {
      Request request = Request.of(exchange);
      requests.add(request);
      BasicCredentials wanted = credentials;
      if (wanted != null && wanted.refuse(exchange)) {
        return;
      }
      if (fault.get().answers(exchange)) {
        return;
      }
      Path file = files.get(exchange.getRequestURI().getPath());
      if (file != null) {
        byte[] content = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
        sent.addAndGet(content.length);
        return;
      }
      pass(request, exchange);
    } catch (IOException e) {
      // the client went away, which some tests want
    }
  }

  private void pass(Request request, HttpExchange exchange) throws IOException {
    byte[] understood = fault.get().understood(request.body());
    try (Backend.Answer answer =
        new Backend(root).answer(exchange, understood, old ? "" : request.protocol())) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), 0);
      try (OutputStream out =
          fault.get().distorted(exchange.getRequestMethod(), exchange.getResponseBody())) {
        sent.addAndGet(answer.body().transferTo(out));
      }
    }
  }

  /// A request that came.
  ///
  /// @param line method and path with query
  /// @param authorization the header, when there was one
  /// @param protocol the `Git-Protocol` header, or nothing
  /// @param body what was sent
  /// @param host the `Host` header
  /// @param peer the client's port: the same for two requests over one connection
  @SuppressWarnings("ArrayRecordComponent") // bytes of a test, never compared
  public record Request(
      String line,
      Optional<String> authorization,
      String protocol,
      byte[] body,
      String host,
      int peer) {
    static Request of(HttpExchange exchange) throws IOException {
      return new Request(
          exchange.getRequestMethod() + " " + exchange.getRequestURI(),
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Git-Protocol")).orElse(""),
          exchange.getRequestBody().readAllBytes(),
          String.valueOf(exchange.getRequestHeaders().getFirst("Host")),
          exchange.getRemoteAddress().getPort());
    }
  }
}
