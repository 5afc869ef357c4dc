// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// What a value of the configuration may look like. The reader, the JSON Schema and the reference
/// page are three views of the same shapes.
///
/// @param <T> what it is read as
sealed interface Shape<T> permits Shape.Scalar, Shape.Many, Shape.Named, Shape.Either, Section {
  /// Reads a value and reports what is wrong with it.
  ///
  /// @return empty when the value could not be read, which is reported then
  Optional<T> read(Location at);

  /// Whether a node is of the kind that this shape reads.
  default boolean fits(Node node) {
    return switch (this) {
      case Scalar<T> _ -> node instanceof ScalarNode;
      case Many<?> _ -> node instanceof SequenceNode;
      case Named<?> _, Section<T> _ -> node instanceof MappingNode;
      case Either<T> either -> either.one.fits(node) || either.other.fits(node);
    };
  }

  /// One value.
  ///
  /// @param kind its syntax
  /// @param words the only values it may have; any when empty
  /// @param parse throws [IllegalArgumentException] with a sentence
  record Scalar<T>(Syntax kind, List<String> words, Function<String, T> parse) implements Shape<T> {
    @Override
    public Optional<T> read(Location at) {
      if (!(at.node() instanceof ScalarNode scalar)) {
        at.reject("must be " + kind.noun() + ", not " + Location.noun(at.node()), kind.hint());
        return Optional.empty();
      }
      if (!kind.accepts(scalar)) {
        at.reject(kind.mismatch(scalar), kind.hint(scalar.getValue()));
        return Optional.empty();
      }
      return at.expand(scalar.getValue()).flatMap(text -> parse(at, text));
    }

    private Optional<T> parse(Location at, String text) {
      if (!words.isEmpty() && !words.contains(text)) {
        at.reject("cannot be '" + text + "'", Nearest.hint(text, words));
        return Optional.empty();
      }
      try {
        return Optional.of(parse.apply(text));
      } catch (IllegalArgumentException e) {
        at.reject(String.valueOf(e.getMessage()), "");
        return Optional.empty();
      }
    }
  }

  /// A list; elements that could not be read are left out.
  ///
  /// @param noun what it is, for messages
  /// @param hint how to write one
  record Many<T>(Shape<T> element, String noun, String hint) implements Shape<List<T>> {
    @Override
    public Optional<List<T>> read(Location at) {
      if (!(at.node() instanceof SequenceNode sequence)) {
        at.reject("must be " + noun + ", not " + Location.noun(at.node()), hint);
        return Optional.empty();
      }
      List<T> values = new ArrayList<>();
      int index = 0;
      for (Node node : sequence.getValue()) {
        at.child("[" + index + "]", node).read(element).ifPresent(values::add);
        index++;
      }
      return Optional.of(values);
    }
  }

  /// A section whose keys the user chooses; values that could not be read are left out.
  ///
  /// @param noun what a key names
  /// @param name checks a key; throws [IllegalArgumentException] with a sentence
  /// @param pattern the same as a regular expression
  record Named<T>(String noun, String pattern, Consumer<String> name, Shape<T> value)
      implements Shape<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(Location at) {
      if (!(at.node() instanceof MappingNode mapping)) {
        at.reject("must be keys with values, not " + Location.noun(at.node()), "");
        return Optional.empty();
      }
      Map<String, T> values = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String key = Location.text(tuple.getKeyNode());
        try {
          name.accept(key);
        } catch (IllegalArgumentException e) {
          at.child("", tuple.getKeyNode()).reject(String.valueOf(e.getMessage()), "");
          continue;
        }
        Location child = at.child("." + key, tuple.getValueNode());
        child.read(value).ifPresent(good -> values.put(key, good));
      }
      return Optional.of(values);
    }
  }

  /// A value that may be written in two ways, told apart by the kind of node.
  ///
  /// @param one what it is when it fits neither
  record Either<T>(Shape<? extends T> one, Shape<? extends T> other) implements Shape<T> {
    @Override
    public Optional<T> read(Location at) {
      if (one instanceof Scalar<?> scalar
          && other instanceof Section<?> section
          && at.node() instanceof ScalarNode node
          && !scalar.words().isEmpty()
          && !scalar.words().contains(node.getValue())) {
        at.reject(
            "cannot be '" + node.getValue() + "'",
            "valid here: "
                + String.join(", ", scalar.words())
                + ", or a section with "
                + String.join(", ", section.names()));
        return Optional.empty();
      }
      Shape<? extends T> fitting = other.fits(at.node()) ? other : one;
      return fitting.read(at).map(value -> value);
    }
  }
}
