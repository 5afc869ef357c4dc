// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/// Strict YAML with certain keys at its root.
final class YamlCheck {
  private static final Verdicts YAML = new Verdicts("yaml");

  /// The keys of what forges and gateways answer in place of a file.
  private static final Set<String> ERROR_KEYS =
      Set.of(
          "message",
          "url",
          "error",
          "errors",
          "documentation_url",
          "status",
          "code",
          "detail",
          "title",
          "type",
          "instance",
          "timestamp",
          "path",
          "request_id");

  private static final List<String> ERROR_MARKS = List.of("message", "error", "errors", "detail");

  /// `404: Not Found` is a mapping, too.
  private static final Pattern HTTP_ERROR = Pattern.compile("[45][0-9]{2}");

  private YamlCheck() {}

  static Verdict judge(CheckSpec.Yaml spec, Content content) {
    return switch (YamlRoot.of(content)) {
      case YamlRoot.Malformed(String message, String hint) -> YAML.refused(message, hint);
      case YamlRoot.Parsed read when read.node() instanceof MappingNode ->
          judge(spec, YamlRoot.entries(read.node()));
      case YamlRoot.Parsed read ->
          YAML.refused(
              YamlRoot.where(read.node()) + ": the file must hold keys with values",
              "its root is a list or a single value");
    };
  }

  private static Verdict judge(CheckSpec.Yaml spec, Map<String, Node> root) {
    Optional<String> errorPage = errorPage(spec, root);
    if (errorPage.isPresent()) {
      return YAML.refused(
          "this is a server's error answer, not the file: " + errorPage.get(),
          "commit the file itself");
    }
    List<String> missing = new ArrayList<>(spec.requireAll());
    missing.removeAll(root.keySet());
    if (!missing.isEmpty()) {
      return YAML.refused(
          "the top-level key " + String.join(", ", missing) + " is missing", present(root));
    }
    if (!spec.requireAny().isEmpty() && spec.requireAny().stream().noneMatch(root::containsKey)) {
      return YAML.refused(
          "none of the top-level keys " + String.join(", ", spec.requireAny()) + " is there",
          present(root));
    }
    return YAML.passed();
  }

  /// What the answer says, when nothing but an error answer has these keys.
  private static Optional<String> errorPage(CheckSpec.Yaml spec, Map<String, Node> root) {
    String first = root.isEmpty() ? "" : root.keySet().iterator().next();
    if (root.size() == 1 && HTTP_ERROR.matcher(first).matches()) {
      return Optional.of(said(first, root));
    }
    boolean wanted =
        Stream.concat(spec.requireAny().stream(), spec.requireAll().stream())
            .anyMatch(ERROR_KEYS::contains);
    if (wanted || root.isEmpty() || !ERROR_KEYS.containsAll(root.keySet())) {
      return Optional.empty();
    }
    return ERROR_MARKS.stream().filter(root::containsKey).findFirst().map(key -> said(key, root));
  }

  private static String said(String key, Map<String, Node> root) {
    return key + ": " + Optional.ofNullable(root.get(key)).flatMap(YamlRoot::text).orElse("…");
  }

  private static String present(Map<String, Node> root) {
    return root.isEmpty()
        ? "there are no keys at all"
        : "there are: " + String.join(", ", root.keySet().stream().limit(10).toList());
  }
}
