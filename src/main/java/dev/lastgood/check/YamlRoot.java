// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.Content;
import dev.lastgood.yaml.Document;
import dev.lastgood.yaml.Flaw;
import dev.lastgood.yaml.StrictYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// A candidate read as YAML.
sealed interface YamlRoot {
  /// It is one strict document.
  ///
  /// @param node its root, of any kind
  /// @param aliases the nodes that more than one place refers to
  record Parsed(Node node, List<Node> aliases) implements YamlRoot {}

  /// It is not.
  record Malformed(String message, String hint) implements YamlRoot {}

  /// What a server sends in place of a file.
  Pattern HTML = Pattern.compile("(?is)\\A\\uFEFF?\\s*<(!doctype|html|head|body|\\?xml)\\b.*");

  /// Reads a candidate.
  static YamlRoot of(Content content) {
    if (HTML.matcher(content.text()).matches()) {
      return new Malformed(
          "line 1, column 1: this is an HTML or XML page, not the file",
          "a server's page was committed in the file's place; commit the file itself");
    }
    Document document = StrictYaml.read(content.bytes());
    if (!document.flaws().isEmpty()) {
      Flaw first = document.flaws().getFirst();
      int more = document.flaws().size() - 1;
      return new Malformed(
          first.where() + ": " + first.message() + (more == 0 ? "" : " (and " + more + " more)"),
          first.hint());
    }
    return document
        .root()
        .<YamlRoot>map(root -> new Parsed(root, document.aliases()))
        .orElseGet(() ->
            new Malformed("the file holds nothing but comments", "commit the file's content"));
  }

  /// The values of a mapping by their keys, in order; nothing for any other node.
  static Map<String, Node> entries(Node node) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        entries.put(text(tuple.getKeyNode()).orElse("?"), tuple.getValueNode());
      }
    }
    return entries;
  }

  /// A mapping's value.
  static Optional<Node> child(Node node, String key) {
    return Optional.ofNullable(entries(node).get(key));
  }

  /// The text of a scalar.
  static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }

  /// A node's place, for messages.
  static String where(Node node) {
    return Flaw.at(node, "", "").where();
  }
}
