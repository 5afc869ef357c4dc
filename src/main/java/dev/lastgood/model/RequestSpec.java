// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is sent to a service.
///
/// @param uri the endpoint; redirects are not followed
/// @param method for example `GET`
/// @param body sent as UTF-8 when present
public record RequestSpec(
    URI uri, String method, Map<String, HeaderValue> headers, Optional<String> body) {
  /// A request that only asks.
  public static RequestSpec get(URI uri) {
    return new RequestSpec(uri, "GET", Map.of(), Optional.empty());
  }

  /// The same with another body.
  public RequestSpec withBody(String other) {
    return new RequestSpec(uri, method, headers, Optional.of(other));
  }

  /// The files that it reads secrets from.
  public List<Path> secrets() {
    return headers.values().stream().flatMap(value -> value.secret().stream()).toList();
  }

  /// Whether it shows who asks.
  public boolean hasCredential() {
    return !secrets().isEmpty()
        || headers.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Authorization"));
  }

  /// All that it asks, but for where secrets lie.
  public String text() {
    return method + " " + uri + " " + headers.keySet().stream().sorted().toList() + " " + body;
  }

  /// A header's value: in the configuration, or in a file when it is a secret.
  public sealed interface HeaderValue {
    /// A value that may be seen.
    record Literal(String value) implements HeaderValue {}

    /// A value that is read at the moment of use; surrounding white space is not part of it.
    record FromFile(Path file) implements HeaderValue {}

    /// `Bearer ` and a token that is read at the moment of use.
    record Bearer(Path file) implements HeaderValue {}

    /// The file that it is read from.
    default Optional<Path> secret() {
      return switch (this) {
        case Literal _ -> Optional.empty();
        case FromFile(Path file) -> Optional.of(file);
        case Bearer(Path file) -> Optional.of(file);
      };
    }
  }
}
