// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import dev.lastgood.yaml.Document;
import dev.lastgood.yaml.StrictYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The file, as YAML or JSON, against a JSON Schema on this host.
///
/// A schema that is missing or wrong says nothing about the file. References are looked up in the
/// schema itself, never in other files or over the network.
final class SchemaCheck {
  private static final Verdicts SCHEMA = new Verdicts("json-schema");
  private static final int MAX_ERRORS = 3;

  private SchemaCheck() {}

  static Verdict judge(CheckSpec.JsonSchema spec, Content content) {
    return switch (YamlRoot.of(content)) {
      case YamlRoot.Broken(String message, String hint) -> SCHEMA.refused(message, hint);
      case YamlRoot.Read read -> judge(spec.schemaFile(), read.node());
    };
  }

  private static Verdict judge(Path file, Node candidate) {
    try {
      Document schema = StrictYaml.read(Files.readAllBytes(file));
      if (schema.root().isEmpty() || !schema.flaws().isEmpty()) {
        return unusable(
            file,
            schema.flaws().stream()
                .findFirst()
                .map(f -> f.where() + ": " + f.message())
                .orElse("it is empty"));
      }
      return judge(schema.root().get(), file, candidate);
    } catch (NoSuchFileException _) {
      return unusable(file, "there is no such file");
    } catch (IOException e) {
      return unusable(file, "it cannot be read: " + e.getMessage());
    }
  }

  // The library's exceptions have no common type but this one.
  private static Verdict judge(Node schema, Path file, Node candidate) {
    SnakeYamlNode.Factory nodes = new SnakeYamlNode.Factory();
    JsonNode wrapped = nodes.wrap(candidate);
    try {
      Validator.Result result = new ValidatorFactory().validate(nodes.wrap(schema), wrapped);
      return result.isValid() ? SCHEMA.passed() : refused(result.getErrors(), candidate);
    } catch (RuntimeException e) {
      return unusable(file, Verdicts.excerpt(String.valueOf(e.getMessage())));
    }
  }

  private static Verdict refused(List<Error> errors, Node candidate) {
    List<String> places = errors.stream().map(Error::getInstanceLocation).toList();
    List<Error> causes = // an object is wrong because of what is in it
        errors.stream()
            .filter(error ->
                places.stream()
                    .noneMatch(place -> place.startsWith(error.getInstanceLocation() + "/")))
            .toList();
    String message =
        causes.stream()
            .limit(MAX_ERRORS)
            .map(error -> describe(error, candidate))
            .collect(Collectors.joining("; "));
    int more = causes.size() - MAX_ERRORS;
    return SCHEMA.refused(more > 0 ? message + "; and " + more + " more" : message, "");
  }

  private static String describe(Error error, Node candidate) {
    String pointer = error.getInstanceLocation();
    return YamlRoot.where(find(candidate, pointer))
        + ": "
        + (pointer.isEmpty() ? "the file" : pointer)
        + ": "
        + error.getError();
  }

  /// The node a JSON pointer points at, or the last one on the way.
  private static Node find(Node root, String pointer) {
    Node node = root;
    for (String step : pointer.split("/")) {
      String key = step.replace("~1", "/").replace("~0", "~");
      if (node instanceof SequenceNode list && key.matches("[0-9]{1,9}")) {
        int index = Integer.parseInt(key);
        node = index < list.getValue().size() ? list.getValue().get(index) : node;
      } else {
        node = YamlRoot.entries(node).getOrDefault(key, node);
      }
    }
    return node;
  }

  private static Verdict unusable(Path file, String why) {
    return SCHEMA.unavailable(
        "the schema " + file + " cannot be used: " + why,
        "mend the schema, or the check json-schema");
  }
}
