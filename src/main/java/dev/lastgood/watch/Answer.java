// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import dev.lastgood.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is answered to one request.
///
/// @param status of HTTP
/// @param headers beside those that every answer has
record Answer(int status, Body body, Map<String, String> headers) {
  /// What is told, encoded once however many are told it.
  static final class Body {
    private final String type;
    private final byte[] bytes;

    /// @param type a media type
    Body(String type, String text) {
      this.type = type;
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    static Body of(Json json) {
      return new Body("application/json", json.line() + "\n");
    }
  }

  /// An answer with something to tell.
  static Answer of(int status, Body body) {
    return new Answer(status, body, Map.of());
  }

  static Answer of(int status, Json body) {
    return of(status, Body.of(body));
  }

  /// A refusal and its reason.
  static Answer refused(int status, String reason) {
    return of(status, Json.object().put("error", reason));
  }

  /// There is nothing under this path.
  static Answer notFound(String reason) {
    return refused(404, reason);
  }

  /// There is something, but not for this method.
  ///
  /// @param allow those that it is for
  static Answer wrongMethod(String allow) {
    return refused(405, "only " + allow + " is answered here").with("Allow", allow);
  }

  /// The same with another header.
  Answer with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Answer(status, body, all);
  }

  /// Sends it and ends the exchange.
  void send(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", body.type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("Connection", "close");
    headers.forEach(exchange.getResponseHeaders()::set);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.bytes.length);
    exchange.getResponseBody().write(body.bytes);
    // Before what is left of a refused body is waited for.
    exchange.getResponseBody().flush();
  }
}
