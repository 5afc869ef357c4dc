// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a service proves that it runs well on what it was given.
///
/// @param timing how often, how long, and how long without interruption
public record ProbeSpec(Question question, Timing timing) {
  /// What one sample asks.
  public sealed interface Question {
    /// The program that it runs, with its arguments; empty when it runs none.
    default List<String> argv() {
      return List.of();
    }

    /// The files that it reads secrets from.
    default List<Path> secrets() {
      return List.of();
    }
  }

  /// An HTTP request to the service.
  ///
  /// @param uri the endpoint; redirects are not followed
  public record Http(URI uri, Request request, Expect expect) implements Question {
    @Override
    public List<Path> secrets() {
      return request.headers().values().stream().flatMap(value -> value.secret().stream()).toList();
    }
  }

  /// A program: exit 0 is green.
  ///
  /// @param argv program and arguments, no shell
  public record Command(List<String> argv) implements Question {}

  /// systemd's own view: the unit is active.
  public record Systemd(String unit) implements Question {}

  /// The request of an HTTP sample.
  ///
  /// @param method for example `GET`
  /// @param body sent as UTF-8 when present
  public record Request(String method, Map<String, HeaderValue> headers, Optional<String> body) {}

  /// A header's value: in the configuration, or in a file when it is a secret.
  public sealed interface HeaderValue {
    /// A value that may be seen.
    record Literal(String value) implements HeaderValue {}

    /// A value that is read at the moment of use; surrounding white space is not part of it.
    record FromFile(Path file) implements HeaderValue {}

    /// The file that it is read from.
    default Optional<Path> secret() {
      return switch (this) {
        case Literal _ -> Optional.empty();
        case FromFile(Path file) -> Optional.of(file);
      };
    }
  }

  /// What makes an answer green.
  ///
  /// @param json dotted field names of the JSON body and the values they must have, as text
  /// @param advancing a dotted JSON field that must take at least two values while green
  public record Expect(Set<Integer> status, Map<String, String> json, Optional<String> advancing) {}

  /// When samples are taken.
  ///
  /// @param timeout from activation until the proof must stand
  /// @param interval between two samples
  /// @param settle how long every sample must be green without interruption
  public record Timing(Duration timeout, Duration interval, Duration settle) {}
}
