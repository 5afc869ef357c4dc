// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The values of one section, by key.
final class Fields {
  private final Spot spot;
  private final Map<Key<?>, Spot> given;
  private final Map<Key<?>, Object> values;

  Fields(Spot spot, Map<Key<?>, Spot> given, Map<Key<?>, Object> values) {
    this.spot = spot;
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
    @Nullable T value = (T) values.get(key);
    if (value != null) {
      return Optional.of(value);
    }
    return key.presence() instanceof Key.Fallback<T> fallback
        ? Optional.of(fallback.value())
        : Optional.empty();
  }

  /// Where the section is.
  Spot spot() {
    return spot;
  }

  /// Where a key's value is; where the section is when the key is not given.
  Spot spot(Key<?> key) {
    return given.getOrDefault(key, spot);
  }
}
