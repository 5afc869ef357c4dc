// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Somebody who is told when a target's state changes, and how.
///
/// @param on the states that are told
/// @param remind after which time it is told again that it is still so
/// @param timeout how long one delivery may take
public record Notifier(Channel channel, Set<TargetState> on, Duration remind, Duration timeout) {
  public Notifier {
    on = Set.copyOf(on);
  }

  /// What a message goes through.
  public sealed interface Channel {}

  /// A program, which is given the message in its arguments, its environment and on its standard
  /// input.
  ///
  /// @param stdin what is on its standard input
  public record Command(List<MessageTemplate> argv, MessageTemplate stdin) implements Channel {
    public Command {
      argv = List.copyOf(argv);
    }
  }

  /// A request to a server.
  public record Webhook(
      Address address, Method method, Map<String, RequestSpec.HeaderValue> headers, Body body)
      implements Channel {
    public Webhook {
      headers = Map.copyOf(headers);
    }

    /// The files that it reads secrets from.
    public List<Path> secrets() {
      return Stream.of(
              address.file().stream(),
              headers.values().stream().flatMap(value -> value.secret().stream()),
              body.file().stream())
          .flatMap(files -> files)
          .toList();
    }
  }

  /// How a server is told.
  public enum Method {
    POST,
    PUT
  }

  /// Where a webhook leads.
  public sealed interface Address {
    /// As the configuration says.
    record Given(URI uri) implements Address {}

    /// As a file says, because the address is a secret; read at the moment of use.
    record FromFile(Path path) implements Address {}

    /// What a file must hold: a url of http or https that names a host and holds no credential of
    /// HTTP's, which goes into a header. Empty when the text is none.
    static Optional<URI> read(String text) {
      try {
        URI uri = new URI(text.strip());
        boolean usable =
            String.valueOf(uri.getScheme()).matches("https?")
                && uri.getHost() != null
                && uri.getUserInfo() == null;
        return usable ? Optional.of(uri) : Optional.empty();
      } catch (URISyntaxException _) {
        return Optional.empty(); // its message holds the text, which is a secret
      }
    }

    /// What is wrong with a file that holds none.
    static String unusable(Path file) {
      return file + " holds no address that starts with http:// or https:// and is without user@";
    }

    /// The file that it is read from.
    default Optional<Path> file() {
      return switch (this) {
        case Given _ -> Optional.empty();
        case Address.FromFile(Path path) -> Optional.of(path);
      };
    }
  }

  /// What a webhook is sent.
  public sealed interface Body {
    /// An object with every field of the message.
    record Whole() implements Body {}

    /// A template in the configuration.
    record Template(MessageTemplate template, Format format) implements Body {}

    /// A template in a file, because it holds a secret; read at the moment of use.
    record FromFile(Path path, Format format) implements Body {}

    /// The file that it is read from.
    default Optional<Path> file() {
      return switch (this) {
        case Whole _, Template _ -> Optional.empty();
        case Body.FromFile(Path path, _) -> Optional.of(path);
      };
    }
  }

  /// What a body is, and so how text is written in it.
  public enum Format implements Worded {
    /// JSON: what is put in is escaped as within a string.
    JSON("application/json"),
    /// A form's fields: what is put in is percent-encoded.
    FORM("application/x-www-form-urlencoded"),
    /// Plain text.
    TEXT("text/plain; charset=utf-8");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    /// The value of `Content-Type`.
    public String type() {
      return type;
    }
  }
}
