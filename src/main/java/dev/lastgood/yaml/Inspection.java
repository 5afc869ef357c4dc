// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.yaml;

import dev.lastgood.text.Harmless;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Walks a composed document once: duplicate keys, foreign tags, and how large it is with every
/// alias written out.
final class Inspection {
  private static final int MAX_FLAWS = 50;

  private static final Set<Tag> STANDARD =
      Set.of(
          Tag.MAP,
          Tag.SEQ,
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.BINARY,
          Tag.SET,
          Tag.OMAP,
          Tag.PAIRS);

  private final List<Flaw> flaws = new ArrayList<>();
  private final List<Node> aliases = new ArrayList<>();
  private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  Document inspect(Node root) {
    // 50 aliases can still stand for 2^50 values.
    boolean boundless = size(root) > StrictYaml.MAX_VALUES && !aliases.isEmpty();
    if (boundless && flaws.isEmpty()) {
      add(
          Flaw.at(
              aliases.getFirst(),
              "aliases that multiply: written out they would be more than "
                  + StrictYaml.MAX_VALUES
                  + " values",
              "write the values out instead"));
    }
    if (flaws.size() > 1) {
      flaws.sort(Comparator.comparingInt(Flaw::line).thenComparingInt(Flaw::column));
    }
    return new Document(boundless ? Optional.empty() : Optional.of(root), aliases, flaws);
  }

  /// A hostile document could have as many flaws as bytes.
  private void add(Flaw flaw) {
    if (flaws.size() < MAX_FLAWS) {
      flaws.add(flaw);
    }
  }

  private long size(Node node) {
    if (open.contains(node)) {
      add(Flaw.at(node, "an alias inside its own anchor", "write the value out"));
      aliases.add(node);
      return Long.MAX_VALUE / 4;
    }
    @Nullable Long known = sizes.get(node);
    if (known != null) {
      aliases.add(node);
      return known;
    }
    inspectTag(node);
    open.add(node);
    long size = 1;
    for (Node child : children(node)) {
      size = Math.min(size + size(child), Long.MAX_VALUE / 4);
    }
    open.remove(node);
    sizes.put(node, size);
    return size;
  }

  private List<Node> children(Node node) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    List<Node> children = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      inspectKeys(mapping);
      for (NodeTuple tuple : mapping.getValue()) {
        children.add(tuple.getKeyNode());
        children.add(tuple.getValueNode());
      }
    }
    return children;
  }

  private void inspectKeys(MappingNode mapping) {
    Map<String, Node> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        @Nullable Node first = seen.putIfAbsent(key.getTag() + key.getValue(), key);
        if (first != null) {
          add(
              Flaw.at(
                  key,
                  "'" + shown(key.getValue()) + "' is here twice, first in " + where(first),
                  "remove one of the two"));
        }
      } else {
        add(
            Flaw.at(
                tuple.getKeyNode(),
                "a list or a mapping as a key",
                "quote it when it is meant as text"));
      }
    }
  }

  private void inspectTag(Node node) {
    Tag tag = node.getTag();
    if (!STANDARD.contains(tag) && !tag.getValue().startsWith("!")) {
      add(
          Flaw.at(
              node,
              "the tag !<" + shown(tag.getValue()) + "> asks the reader to build an object",
              "remove the tag"));
    }
  }

  private static String where(Node node) {
    return Flaw.at(node, "", "").where();
  }

  private static String shown(String text) {
    return Harmless.line(text, 80);
  }
}
