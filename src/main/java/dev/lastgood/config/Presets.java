// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.yaml.StrictYaml;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
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

  private static final String ALL = "all";
  private static final String ADVANCING = QuestionKeys.ADVANCING.name();
  private static final Set<String> QUESTIONS = Set.of("http", ALL, "command", "systemd");

  /// Of two judgements of what is removed the stricter would count.
  private static final Set<String> ONCE = Set.of("powersync");

  private static final Set<String> TIMING =
      Set.of("timeout", "interval", "settle", "give-up-after");

  private Presets() {}

  /// Merges what the targets of a file ask for into them.
  static void merge(Node root) {
    for (NodeTuple target : tuples(child(root, "targets"))) {
      child(target.getValueNode(), KEY)
          .flatMap(Presets::preset)
          .ifPresent(preset -> merge((MappingNode) target.getValueNode(), preset));
    }
  }

  /// What a file comes to, as a file that names no preset.
  static String written(Node root) {
    merge(root);
    for (NodeTuple target : tuples(child(root, "targets"))) {
      if (target.getValueNode() instanceof MappingNode section) {
        section.getValue().removeIf(tuple -> Location.text(tuple.getKeyNode()).equals(KEY));
      }
    }
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setIndent(2);
    StringWriter text = new StringWriter();
    new Yaml(options).serialize(root, text);
    return text.toString();
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
      if (undoesAdvancing(section, theirs)) {
        remove(section, ADVANCING);
        sequence(child(theirs, ALL)).forEach(question -> remove(question, ADVANCING));
      }
      boolean otherQuestion =
          keys(section).stream().anyMatch(QUESTIONS::contains)
              && (child(section, "http").isEmpty() || child(theirs, "http").isEmpty());
      addMissing(
          section,
          tuples(Optional.of(theirs)).stream()
              .filter(tuple -> !otherQuestion || TIMING.contains(Location.text(tuple.getKeyNode())))
              .toList());
    }
  }

  /// Of several questions of a preset the word undoes it where it is.
  private static boolean undoesAdvancing(MappingNode own, Node theirs) {
    return child(theirs, ALL).isPresent()
        && keys(own).stream().noneMatch(QUESTIONS::contains)
        && child(own, ADVANCING).map(Location::text).filter(QuestionKeys.NONE::equals).isPresent();
  }

  private static void remove(Node section, String key) {
    if (section instanceof MappingNode mapping) {
      mapping.getValue().removeIf(tuple -> Location.text(tuple.getKeyNode()).equals(key));
    }
  }

  private static List<Node> sequence(Optional<Node> node) {
    return node.orElse(null) instanceof SequenceNode list ? list.getValue() : List.of();
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

  /// The preset that is named by itself, or with what it leaves open.
  private static Optional<Node> preset(Node named) {
    Optional<Node> values = child(named, PowerSyncPreset.NAME);
    if (values.isEmpty() && !Location.text(named).equals(PowerSyncPreset.NAME)) {
      return Optional.empty();
    }
    Map<String, String> given = new HashMap<>();
    tuples(values)
        .forEach(tuple ->
            given.put(Location.text(tuple.getKeyNode()), Location.text(tuple.getValueNode())));
    return StrictYaml.read(PowerSyncPreset.text(given).getBytes(StandardCharsets.UTF_8))
        .root()
        .map(root -> new Moved(named.getStartMark(), given).copy(root));
  }

  /// A preset's nodes, each standing where the preset is named, so that problems point there.
  private record Moved(Mark mark, Map<String, String> given) {
    Node copy(Node node) {
      return switch (node) {
        case SequenceNode list ->
            new SequenceNode(
                list.getTag(),
                true,
                list.getValue().stream().map(this::copy).toList(),
                mark,
                mark,
                list.getFlowStyle());
        case MappingNode section ->
            new MappingNode(
                section.getTag(),
                true,
                new ArrayList<>(
                    section.getValue().stream()
                        .map(t -> new NodeTuple(copy(t.getKeyNode()), copy(t.getValueNode())))
                        .toList()),
                mark,
                mark,
                section.getFlowStyle());
        case ScalarNode scalar ->
            new ScalarNode(
                scalar.getTag(),
                PowerSyncPreset.filled(scalar.getValue(), given),
                mark,
                mark,
                scalar.getScalarStyle());
        default -> node;
      };
    }
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
