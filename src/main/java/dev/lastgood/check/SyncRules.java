// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// PowerSync's rules as far as plain YAML shows them, without comments and formatting.
///
/// A value is a text, a list or a map of values.
///
/// @param rest every other top-level key
record SyncRules(
    Map<String, Object> buckets, Map<String, Object> streams, Map<String, Object> rest) {
  static final String BUCKETS = "bucket_definitions";
  static final String STREAMS = "streams";

  /// Quoted texts keep their white space, everything else is as good as on one line. A doubled
  /// quote in a text is as good as two texts, and costs no stack.
  private static final Pattern SPACE = Pattern.compile("('[^']*'|\"[^\"]*\")|\\s+");

  static SyncRules of(Node root) {
    Map<String, Object> rest = new LinkedHashMap<>();
    YamlRoot.entries(root).forEach((key, value) -> rest.put(key, plain(value)));
    rest.remove(BUCKETS);
    rest.remove(STREAMS);
    return new SyncRules(section(root, BUCKETS), section(root, STREAMS), rest);
  }

  /// No rules at all.
  static SyncRules none() {
    return new SyncRules(Map.of(), Map.of(), Map.of());
  }

  private static Map<String, Object> section(Node root, String key) {
    Map<String, Object> section = new LinkedHashMap<>();
    YamlRoot.child(root, key)
        .ifPresent(node ->
            YamlRoot.entries(node).forEach((name, value) -> section.put(name, plain(value))));
    return section;
  }

  private static Object plain(Node node) {
    return switch (node) {
      case MappingNode mapping -> {
        Map<String, Object> values = new LinkedHashMap<>();
        YamlRoot.entries(mapping).forEach((key, value) -> values.put(key, plain(value)));
        yield values;
      }
      case SequenceNode sequence -> {
        List<Object> values = new ArrayList<>();
        sequence.getValue().forEach(value -> values.add(plain(value)));
        yield values;
      }
      case ScalarNode scalar when scalar.getTag().equals(Tag.STR) ->
          SPACE
              .matcher(scalar.getValue().strip())
              .replaceAll(
                  match -> match.group(1) == null ? " " : Matcher.quoteReplacement(match.group(1)));
      case ScalarNode scalar -> scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
      default -> "";
    };
  }
}
