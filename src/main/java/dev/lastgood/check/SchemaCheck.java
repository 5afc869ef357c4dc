// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import dev.lastgood.file.RegularFile;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import dev.lastgood.text.Durations;
import dev.lastgood.text.Harmless;
import dev.lastgood.yaml.Document;
import dev.lastgood.yaml.StrictYaml;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The file, as YAML or JSON, against a JSON Schema on this host.
///
/// A schema that is missing or wrong says nothing about the file. References are looked up in the
/// schema itself, never in other files or over the network.
final class SchemaCheck {
  private static final Verdicts SCHEMA = new Verdicts("json-schema");
  private static final int LARGEST = 1 << 20;
  private static final int MAX_ERRORS = 3;
  private static final int MAX_COMPARED = 500;
  private static final int LONGEST_NAME = 80;

  private SchemaCheck() {}

  static Verdict judge(CheckSpec.JsonSchema spec, Content content) {
    return switch (YamlRoot.of(content)) {
      case YamlRoot.Malformed(String message, String hint) -> SCHEMA.refused(message, hint);
      case YamlRoot.Parsed read -> {
        Optional<Node> repeated = repeatedNames(read.node()).findFirst();
        yield repeated.isPresent() ? refused(repeated.get()) : judge(spec, read.node());
      }
    };
  }

  /// Keys that YAML tells apart by their types alone: in JSON they have one name, and no schema can
  /// judge them.
  private static Stream<Node> repeatedNames(Node node) {
    Set<String> names = new HashSet<>();
    return switch (node) {
      case SequenceNode list -> list.getValue().stream().flatMap(SchemaCheck::repeatedNames);
      case MappingNode mapping ->
          mapping.getValue().stream()
              .flatMap(tuple ->
                  Stream.concat(
                      Stream.of(tuple.getKeyNode()).filter(key -> !names.add(name(key))),
                      repeatedNames(tuple.getValueNode())));
      default -> Stream.empty();
    };
  }

  private static String name(Node key) {
    return YamlRoot.text(key).orElseThrow(); // strict YAML has no other keys
  }

  private static Verdict refused(Node key) {
    return SCHEMA.refused(
        "%s: '%s' is here twice, told apart by its type alone, and a schema knows names only"
            .formatted(YamlRoot.where(key), Harmless.line(name(key), LONGEST_NAME)),
        "rename one of the two");
  }

  private static Verdict judge(CheckSpec.JsonSchema spec, Node candidate) {
    Path file = spec.schemaFile();
    try {
      Document schema = StrictYaml.read(RegularFile.bytes(file, LARGEST));
      if (schema.root().isEmpty() || !schema.flaws().isEmpty()) {
        return unusable(
            file,
            schema.flaws().stream()
                .findFirst()
                .map(f -> f.where() + ": " + f.message())
                .orElse("it is empty"));
      }
      return judge(schema.root().get(), spec, candidate);
    } catch (RegularFile.NotRegular | RegularFile.TooLarge e) {
      return unusable(file, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException _) {
      return unusable(file, "there is no such file");
    } catch (IOException e) {
      return unusable(file, "it cannot be read: " + e.getMessage());
    }
  }

  private static Verdict judge(Node schema, CheckSpec.JsonSchema spec, Node candidate) {
    Path file = spec.schemaFile();
    Optional<String> pattern = brokenPattern(schema);
    if (pattern.isPresent()) {
      return unusable(file, pattern.get());
    }
    Deadline deadline = Deadline.in(spec.timeout());
    try {
      return verdict(file, errors(schema, candidate, deadline), candidate);
    } catch (TimedPatterns.TooDeep e) {
      return unusable(file, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // the library's exceptions have no common type but this one
      return deadline.isOver()
          ? SCHEMA.unavailable(
              "comparing the file with the schema %s took more than %s"
                  .formatted(file, Durations.rough(spec.timeout())),
              "simplify the schema (a pattern that backtracks, uniqueItems on a long list), or"
                  + " raise the check's timeout")
          : unusable(file, Verdicts.excerpt(String.valueOf(e.getMessage())));
    }
  }

  private static List<Error> errors(Node schema, Node candidate, Deadline deadline) {
    SnakeYamlNode.Factory nodes = new SnakeYamlNode.Factory();
    return new ValidatorFactory()
        .withJsonNodeFactories(nodes, new TimedNode.Factory(nodes, deadline))
        .withEvaluatorFactory(new TimedPatterns(deadline))
        .validate((Object) schema, candidate)
        .getErrors();
  }

  private static Verdict verdict(Path file, List<Error> errors, Node candidate) {
    Optional<Error> unresolved = errors.stream().filter(SchemaCheck::isUnresolved).findFirst();
    if (unresolved.isPresent()) {
      return unusable(file, unresolved.get().getError());
    }
    return errors.isEmpty() ? SCHEMA.passed() : refused(errors, candidate);
  }

  /// A reference that leads nowhere comes as an error of the document, and is none.
  private static boolean isUnresolved(Error error) {
    return String.valueOf(error.getKeyword()).startsWith("$");
  }

  /// The library passes over a `pattern` that is no regular expression.
  private static Optional<String> brokenPattern(Node schema) {
    for (Map.Entry<String, Node> entry : YamlRoot.entries(schema).entrySet()) {
      Optional<String> text =
          entry.getKey().equals("pattern") ? YamlRoot.text(entry.getValue()) : Optional.empty();
      if (text.isPresent() && !isPattern(text.get())) {
        return Optional.of(
            YamlRoot.where(entry.getValue()) + ": no regular expression: " + text.get());
      }
      Optional<String> inside = brokenPattern(entry.getValue());
      if (inside.isPresent()) {
        return inside;
      }
    }
    return schema instanceof SequenceNode list
        ? list.getValue().stream().flatMap(node -> brokenPattern(node).stream()).findFirst()
        : Optional.empty();
  }

  private static boolean isPattern(String text) {
    try {
      return Pattern.compile(text) != null;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  private static Verdict refused(List<Error> errors, Node candidate) {
    Set<String> around = new HashSet<>(); // an object is wrong because of what is in it
    errors.stream()
        .limit(MAX_COMPARED)
        .map(Error::getInstanceLocation)
        .forEach(place -> around.addAll(above(place)));
    List<Error> causes =
        errors.stream().filter(error -> !around.contains(error.getInstanceLocation())).toList();
    String message =
        causes.stream()
            .limit(MAX_ERRORS)
            .map(error -> describe(error, candidate))
            .collect(Collectors.joining("; "));
    int more = causes.size() - MAX_ERRORS;
    return SCHEMA.refused(more > 0 ? message + "; and " + more + " more" : message, "");
  }

  /// Everything that a place is in.
  private static List<String> above(String pointer) {
    List<String> above = new ArrayList<>();
    for (int end = pointer.lastIndexOf('/'); end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
      above.add(pointer.substring(0, end));
    }
    return above;
  }

  private static String describe(Error error, Node candidate) {
    String pointer = error.getInstanceLocation();
    return "%s: %s: %s"
        .formatted(
            YamlRoot.where(find(candidate, pointer)),
            pointer.isEmpty() ? "the file" : pointer,
            error.getKeyword() == null ? "this key is not allowed" : error.getError());
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
