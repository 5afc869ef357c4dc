// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.yaml.StrictYaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Checks and probes for known services: pieces of configuration that are merged into a target
/// before it is read, so that they are validated and documented like anybody's.
///
/// Its checks come before the target's own. Of its probe, what the target's own probe says wins; a
/// target that asks another kind of question keeps only the timing.
final class Presets {
  /// The key that names a preset.
  static final String KEY = "preset";

  /// By name, as a user would write them.
  ///
  /// PowerSync answers 200 for a second before it exits on broken rules, and for ever when it is
  /// told not to exit, so the first 200 proves nothing: `touched_at` moves only after the rules
  /// were accepted, every 5 s at the latest.
  static final Map<String, String> TEXTS =
      Map.of(
          "powersync",
          """
          check:
            - yaml: {require-any: [bucket_definitions, streams]}
            - powersync: {}
          probe:
            http: http://127.0.0.1:8080/probes/liveness
            json: {ready: true}
            advancing: touched_at
            timeout: 60s
            interval: 500ms
            settle: 6s
          """);

  private static final Set<String> QUESTIONS = Set.of("http", "command", "systemd");
  private static final Set<String> TIMING = Set.of("timeout", "interval", "settle");

  private Presets() {}

  static String[] names() {
    return TEXTS.keySet().stream().sorted().toArray(String[]::new);
  }

  /// Merges what the targets of a file ask for into them.
  static void merge(Node root) {
    for (NodeTuple target : tuples(child(root, "targets"))) {
      child(target.getValueNode(), KEY)
          .flatMap(name -> text(name).flatMap(text -> copy(text, name)))
          .ifPresent(preset -> merge((MappingNode) target.getValueNode(), preset));
    }
  }

  private static void merge(MappingNode target, Node preset) {
    List<NodeTuple> merged = new ArrayList<>();
    for (NodeTuple own : target.getValue()) {
      Optional<Node> theirs = child(preset, Location.text(own.getKeyNode()));
      merged.add(theirs.map(node -> merge(own, node)).orElse(own));
    }
    addMissing(merged, tuples(Optional.of(preset)));
    target.setValue(merged);
  }

  private static NodeTuple merge(NodeTuple own, Node theirs) {
    if (own.getValueNode() instanceof SequenceNode list && theirs instanceof SequenceNode first) {
      List<Node> joined = new ArrayList<>(first.getValue());
      joined.addAll(list.getValue());
      return new NodeTuple(own.getKeyNode(), at(list, joined));
    }
    if (own.getValueNode() instanceof MappingNode section) {
      List<NodeTuple> joined = new ArrayList<>(section.getValue());
      boolean otherQuestion =
          keys(section).stream().anyMatch(QUESTIONS::contains) && child(section, "http").isEmpty();
      addMissing(
          joined,
          tuples(Optional.of(theirs)).stream()
              .filter(tuple -> !otherQuestion || TIMING.contains(Location.text(tuple.getKeyNode())))
              .toList());
      section.setValue(joined);
    }
    return own;
  }

  private static void addMissing(List<NodeTuple> own, List<NodeTuple> theirs) {
    List<String> present = own.stream().map(tuple -> Location.text(tuple.getKeyNode())).toList();
    theirs.stream()
        .filter(tuple -> !present.contains(Location.text(tuple.getKeyNode())))
        .forEach(own::add);
  }

  private static Optional<String> text(Node name) {
    return Optional.ofNullable(TEXTS.get(Location.text(name)));
  }

  /// The preset's nodes, each standing where the preset is named, so that problems point there.
  private static Optional<Node> copy(String text, Node name) {
    return StrictYaml.read(text.getBytes(StandardCharsets.UTF_8))
        .root()
        .map(node -> moved(node, name.getStartMark()));
  }

  private static Node moved(Node node, Mark mark) {
    return switch (node) {
      case SequenceNode list ->
          new SequenceNode(
              list.getTag(),
              true,
              list.getValue().stream().map(child -> moved(child, mark)).toList(),
              mark,
              mark,
              list.getFlowStyle());
      case MappingNode section ->
          new MappingNode(
              section.getTag(),
              true,
              section.getValue().stream()
                  .map(t ->
                      new NodeTuple(moved(t.getKeyNode(), mark), moved(t.getValueNode(), mark)))
                  .toList(),
              mark,
              mark,
              section.getFlowStyle());
      case ScalarNode scalar ->
          new ScalarNode(scalar.getTag(), scalar.getValue(), mark, mark, scalar.getScalarStyle());
      default -> node;
    };
  }

  private static SequenceNode at(SequenceNode list, List<Node> values) {
    return new SequenceNode(
        list.getTag(), true, values, list.getStartMark(), list.getEndMark(), list.getFlowStyle());
  }

  private static List<NodeTuple> tuples(Optional<Node> node) {
    return node.orElse(null) instanceof MappingNode mapping ? mapping.getValue() : List.of();
  }

  private static List<String> keys(Node node) {
    return tuples(Optional.of(node)).stream()
        .map(tuple -> Location.text(tuple.getKeyNode()))
        .toList();
  }

  private static Optional<Node> child(Node node, String key) {
    return tuples(Optional.of(node)).stream()
        .filter(tuple -> Location.text(tuple.getKeyNode()).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }
}
