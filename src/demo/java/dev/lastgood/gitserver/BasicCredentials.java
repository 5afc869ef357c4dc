// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.gitserver;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/// What a client has to show, as HTTP's Basic authentication.
///
/// @param user the user name
/// @param password the password, or a token
public record BasicCredentials(String user, String password) {
  /// Answers a request that does not show them.
  ///
  /// @return whether it did
  public boolean refuse(HttpExchange exchange) throws IOException {
    Optional<String> shown =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
    if (shown.filter(header -> MessageDigest.isEqual(bytes(header), bytes(header()))).isPresent()) {
      return false;
    }
    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
    exchange.sendResponseHeaders(401, -1);
    return true;
  }

  private String header() {
    return "Basic " + Base64.getEncoder().encodeToString(bytes(user + ":" + password));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
