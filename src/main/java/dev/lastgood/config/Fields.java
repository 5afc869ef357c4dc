// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The values of one section, by key.
final class Fields {
  private final Location at;
  private final Map<String, Location> given;
  private final Map<String, Object> values;

  Fields(Location at, Map<String, Location> given, Map<String, Object> values) {
    this.at = at;
    this.given = given;
    this.values = values;
  }

  /// The value of a key that is required or has a default.
  <T> T get(Key<T> key) {
    return find(key).orElseThrow();
  }

  /// The value of a key, or its default.
  <T> Optional<T> find(Key<T> key) {
    // A value is only ever stored under the key whose shape read it.
    @SuppressWarnings("unchecked")
    @Nullable T value = (T) values.get(key.name());
    if (value != null) {
      return Optional.of(value);
    }
    return key.presence() instanceof Key.Fallback<T> fallback
        ? Optional.of(fallback.value())
        : Optional.empty();
  }

  /// Where the section is.
  Location at() {
    return at;
  }

  /// Where a key's value is; where the section is when the key is not given.
  Location at(Key<?> key) {
    return given.getOrDefault(key.name(), at);
  }

  /// Reports a problem of a key's value.
  void reject(Key<?> key, String message, String hint) {
    at(key).reject(message, hint);
  }

  /// A program and its arguments; anything but an absolute program is reported.
  List<String> argv(Key<List<String>> key) {
    List<String> argv = get(key);
    if (argv.isEmpty()) {
      reject(key, "names no program", Scalars.COMMAND.hint());
    } else if (!argv.getFirst().startsWith("/")) {
      reject(
          key,
          "the program must be an absolute path: '" + argv.getFirst() + "'",
          "a timer has another PATH than your shell; 'command -v %s' tells"
              .formatted(argv.getFirst()));
    }
    return argv;
  }
}
