// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.gitserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// Serves one repository for reading, with JGit: the smart HTTP protocol, versions 0 and 2.
public final class UploadPackHandler implements HttpHandler {
  private static final String SERVICE = "git-upload-pack";

  private final String path;
  private final Repository repository;
  private final BasicCredentials credentials;

  /// @param path where the repository is on the server, without a slash at the start
  public UploadPackHandler(String path, Repository repository, BasicCredentials credentials) {
    this.path = "/" + path;
    this.repository = repository;
    this.credentials = credentials;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (credentials.refuse(exchange)) {
      return;
    }
    String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    if (asked.equals("GET " + path + "/info/refs?service=" + SERVICE)) {
      advertise(exchange);
    } else if (asked.equals("POST " + path + "/" + SERVICE)) {
      upload(exchange);
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
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
}
