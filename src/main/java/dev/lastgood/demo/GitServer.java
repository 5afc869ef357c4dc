// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// A Git server on loopback: the smart HTTP protocol, versions 0 and 2, for reading, with a token.
public final class GitServer implements AutoCloseable {
  /// The user name that the token is asked for with.
  public static final String USER = "lastgood";

  private static final String PATH = "/apps/fit.git";
  private static final String SERVICE = "git-upload-pack";

  private final Repository repository;
  private final byte[] authorization;
  private final HttpServer http;
  private final String scheme;
  private final AtomicInteger requests = new AtomicInteger();

  private GitServer(Repository repository, String token, HttpServer http, String scheme) {
    String credentials = USER + ":" + token;
    this.repository = repository;
    this.authorization = bytes("Basic " + Base64.getEncoder().encodeToString(bytes(credentials)));
    this.http = http;
    this.scheme = scheme;
    http.createContext("/", this::answer);
    http.start();
  }

  /// Serves the repository at a port of the system's choice.
  public static GitServer start(Repository repository, String token) throws IOException {
    return new GitServer(repository, token, HttpServer.create(anyPort(), 0), "http");
  }

  /// Serves the repository over TLS, with what proves the server's identity.
  static GitServer start(Repository repository, String token, SSLContext identity)
      throws IOException {
    HttpsServer https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(identity));
    return new GitServer(repository, token, https, "https");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /// The repository's address.
  public URI url() {
    return URI.create(scheme + "://127.0.0.1:" + http.getAddress().getPort() + PATH);
  }

  /// How many requests were answered, whatever the answer was.
  int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      if (!isAuthorized(exchange)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"fit\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      switch (exchange.getRequestMethod() + " " + exchange.getRequestURI()) {
        case "GET " + PATH + "/info/refs?service=" + SERVICE -> advertise(exchange);
        case "POST " + PATH + "/" + SERVICE -> upload(exchange);
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private boolean isAuthorized(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
        .filter(shown -> MessageDigest.isEqual(bytes(shown), authorization))
        .isPresent();
  }

  private void advertise(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    PacketLineOutRefAdvertiser lines = new PacketLineOutRefAdvertiser(new PacketLineOut(body));
    UploadPack pack = pack(exchange);
    try {
      pack.sendAdvertisedRefs(lines, SERVICE);
    } finally {
      pack.getRevWalk().close();
    }
    send(exchange, "advertisement", body);
  }

  private void upload(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (InputStream in = request(exchange)) {
      pack(exchange).upload(in, body, null);
    }
    send(exchange, "result", body);
  }

  private UploadPack pack(HttpExchange exchange) {
    UploadPack pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Git-Protocol"))
        .ifPresent(asked -> pack.setExtraParameters(List.of(asked.split(":"))));
    return pack;
  }

  private static InputStream request(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private static void send(HttpExchange exchange, String kind, ByteArrayOutputStream body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-" + SERVICE + "-" + kind);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(200, body.size());
    body.writeTo(exchange.getResponseBody());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
