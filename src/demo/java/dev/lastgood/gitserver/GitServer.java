// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.gitserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP server on loopback for Git repositories. How they are read is its handler's:
/// [UploadPackHandler] needs nothing but JGit.
public final class GitServer implements AutoCloseable {
  /// A port of the system's choice.
  public static final int ANY_PORT = 0;

  private final HttpServer server;
  private final String scheme;
  private final HttpHandler repositories;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();

  private GitServer(HttpServer server, String scheme, HttpHandler repositories) {
    this.server = server;
    this.scheme = scheme;
    this.repositories = repositories;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Serves over http.
  public static GitServer http(int port, HttpHandler repositories) throws IOException {
    return new GitServer(HttpServer.create(loopback(port), 0), "http", repositories);
  }

  /// Serves over https.
  public static GitServer https(Authority authority, HttpHandler repositories) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(ANY_PORT), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
    return new GitServer(server, "https", repositories);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// The address of a repository.
  ///
  /// @param path where the handler has it, without a slash at the start
  public String url(String path) {
    return scheme + "://127.0.0.1:" + port() + "/" + path;
  }

  /// The port it listens on.
  public int port() {
    return server.getAddress().getPort();
  }

  /// How many requests came, whatever the answer was.
  public int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      repositories.handle(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
