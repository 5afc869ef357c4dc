// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.yaml.StrictYaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A key of the configuration: all that the reader, the schema and the reference page know of it.
///
/// @param shape what its value may look like
/// @param doc one sentence, with the units
/// @param presence whether it must be given, and what holds when it is not
/// @param with the keys of the section's choice that it goes with; with each one when empty
record Key<T>(String name, Shape<T> shape, String doc, Presence<T> presence, List<Key<?>> with) {
  /// Whether a key must be given.
  sealed interface Presence<T> permits Required, Chosen, Left, Fallback {}

  /// It must.
  record Required<T>() implements Presence<T> {}

  /// It is one of the section's choice.
  record Chosen<T>() implements Presence<T> {}

  /// It may be left out.
  record Left<T>(String meaning) implements Presence<T> {}

  /// It has a default.
  ///
  /// @param yaml the default as a user would write it
  record Fallback<T>(String yaml, T value) implements Presence<T> {}

  static <T> Key<T> required(String name, Shape<T> shape, String doc) {
    return new Key<>(name, shape, doc, new Required<>(), List.of());
  }

  /// A key that is one of the section's choice.
  static <T> Key<T> choice(String name, Shape<T> shape, String doc) {
    return new Key<>(name, shape, doc, new Chosen<>(), List.of());
  }

  /// A key that may be left out, which means something that no value says.
  static <T> Key<T> optional(String name, Shape<T> shape, String meaning, String doc) {
    return new Key<>(name, shape, doc, new Left<>(meaning), List.of());
  }

  /// A key with a default, which is read like a value in a file.
  static <T> Key<T> defaulted(String name, Shape<T> shape, String yaml, String doc) {
    ParseState state = new ParseState("default of " + name, Map.of());
    T value =
        StrictYaml.read(yaml.getBytes(StandardCharsets.UTF_8))
            .root()
            .flatMap(node -> new Location(node, name, state).read(shape))
            .orElseThrow(() -> new IllegalStateException(state.problems().toString()));
    return new Key<>(name, shape, doc, new Fallback<>(yaml, value), List.of());
  }

  /// The same key, allowed only beside certain ones of the section's choice.
  Key<T> with(Key<?>... owners) {
    return new Key<>(name, shape, doc, presence, List.of(owners));
  }

  /// The same key in a section without that choice.
  Key<T> anywhere() {
    return new Key<>(name, shape, doc, presence, List.of());
  }
}
