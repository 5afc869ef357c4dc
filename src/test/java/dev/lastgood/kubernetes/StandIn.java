// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.kubernetes;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.misc.Signal;

/// Stands in for Prometheus: reads its rules at its start and at SIGHUP, keeps the old ones when
/// the new ones are broken, and says so at its own address.
///
/// Started with a bad file it ends, as Prometheus does. Runs on the image's runtime alone.
public final class StandIn {
  private final Path file;
  private volatile boolean loaded;
  private volatile String rules = "";

  private StandIn(Path file) {
    this.file = file;
  }

  /// Serves until it is ended.
  ///
  /// @param arguments the rules and the port
  public static void main(String[] arguments) throws IOException {
    StandIn service = new StandIn(Path.of(arguments[0]));
    service.read();
    if (!service.loaded) {
      System.exit(1);
    }
    Signal.handle(new Signal("HUP"), _ -> service.read());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          String answer =
              "{\"data\":{\"reloadConfigSuccess\":%s,\"rules\":\"%s\"}}"
                  .formatted(service.loaded, service.rules);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  private void read() {
    try {
      String text = Files.readString(file).strip();
      loaded = !text.contains("bad");
      rules = loaded ? text : rules;
    } catch (IOException _) {
      loaded = false;
    }
  }
}
