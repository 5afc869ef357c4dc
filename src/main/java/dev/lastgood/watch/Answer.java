// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import dev.lastgood.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What is answered to one request.
///
/// @param status of HTTP
/// @param allow the methods that would be answered, where this one is not
record Answer(int status, Json body, Optional<String> allow) {
  /// An answer with something to tell.
  static Answer of(int status, Json body) {
    return new Answer(status, body, Optional.empty());
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
    Json body = Json.object().put("error", "only " + allow + " is answered here");
    return new Answer(405, body, Optional.of(allow));
  }

  /// Sends it and ends the exchange.
  void send(HttpExchange exchange) throws IOException {
    byte[] bytes = (body.line() + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("Connection", "close");
    allow.ifPresent(methods -> exchange.getResponseHeaders().set("Allow", methods));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    // Before what is left of a refused body is waited for.
    exchange.getResponseBody().flush();
  }
}
