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
/// Its checks come before the target's own, but for a check that is made once only: there the
/// target's own stands in the preset's place. Of its probe, what the target's own probe says wins;
/// a target that asks another kind of question keeps only the timing.
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

  /// Of two judgements of what is removed the stricter would count.
  private static final Set<String> ONCE = Set.of("powersync");

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
    for (NodeTuple own : target.getValue()) {
      child(preset, Location.text(own.getKeyNode()))
          .ifPresent(theirs -> merge(own.getValueNode(), theirs));
    }
    addMissing(target, tuples(Optional.of(preset)));
  }

  private static void merge(Node own, Node theirs) {
    if (own instanceof SequenceNode list && theirs instanceof SequenceNode first) {
      list.getValue().addAll(0, taken(list.getValue(), first.getValue()));
    } else if (own instanceof MappingNode section) {
      boolean otherQuestion =
          keys(section).stream().anyMatch(QUESTIONS::contains) && child(section, "http").isEmpty();
      addMissing(
          section,
          tuples(Optional.of(theirs)).stream()
              .filter(tuple -> !otherQuestion || TIMING.contains(Location.text(tuple.getKeyNode())))
              .toList());
    }
  }

  /// The preset's checks, with the target's own in the place of those that are made once only, and
  /// taken out of where it was.
  private static List<Node> taken(List<Node> own, List<Node> theirs) {
    List<Node> checks = new ArrayList<>();
    for (Node check : theirs) {
      List<Node> replacing =
          own.stream()
              .filter(each -> keys(each).stream().anyMatch(ONCE::contains))
              .filter(each -> keys(each).equals(keys(check)))
              .toList();
      own.removeAll(replacing);
      checks.addAll(replacing.isEmpty() ? List.of(check) : replacing);
    }
    return checks;
  }

  private static void addMissing(MappingNode own, List<NodeTuple> theirs) {
    List<String> present = keys(own);
    theirs.stream()
        .filter(tuple -> !present.contains(Location.text(tuple.getKeyNode())))
        .forEach(own.getValue()::add);
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
