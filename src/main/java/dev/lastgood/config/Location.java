// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A value in the file, where it stands, and whom to tell what is wrong with it.
///
/// @param path its keys from the root, as in `targets.app.probe`; empty for the root
record Location(Node node, String path, ParseState state) {
  /// Reads the value in a shape, unless it is of a kind that no shape accepts.
  <T> Optional<T> read(Shape<T> shape) {
    if (node.getAnchor() != null) {
      reject(
          "has an anchor, and anchors are not read here", "write the value out where it is used");
      return Optional.empty();
    }
    if (node.getTag().equals(Tag.NULL)) {
      reject("has no value", "give it one, or remove the line");
      return Optional.empty();
    }
    return shape.read(this);
  }

  Location child(String step, Node child) {
    String joined = path + step;
    return new Location(child, joined.startsWith(".") ? joined.substring(1) : joined, state);
  }

  /// The value of a key below this one, by the keys on the way there; this one where one is
  /// missing.
  Location at(String... keys) {
    Location here = this;
    for (String key : keys) {
      here = here.below(key);
    }
    return here;
  }

  private Location below(String key) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(tuple -> text(tuple.getKeyNode()).equals(key))
            .findFirst()
            .map(tuple -> child("." + key, tuple.getValueNode()))
            .orElse(this)
        : this;
  }

  /// The last key of the path.
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /// Reports a problem of this value, in words that go on after its name.
  void reject(String message, String hint) {
    String subject = path.isEmpty() ? "the file" : path;
    state.reject(node.getStartMark(), subject + ": " + message, hint);
  }

  /// Replaces `${NAME}` from the environment.
  ///
  /// @return empty when a variable is not set, which is reported then
  Optional<String> expand(String text) {
    return state.expand(text, this);
  }

  static String text(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  static String noun(Node node) {
    return switch (node) {
      case MappingNode _ -> "keys with values";
      case SequenceNode _ -> "a list";
      default -> "a single value";
    };
  }
}
