// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks.Permissions;
import dev.lastgood.sync.port.Checks.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// PowerSync's sync rules: what every version refuses, and what every version accepts although it
/// takes data from clients. Queries are not judged: that takes the parser of the running version,
/// as a command.
final class PowerSyncCheck {
  private static final Verdicts POWERSYNC = new Verdicts("powersync");

  private PowerSyncCheck() {}

  /// Judges a candidate.
  ///
  /// @param changes where to put what it changes, also when that is refused
  static Verdict judge(CheckSpec.PowerSyncRules spec, Subject subject, List<String> changes) {
    return switch (YamlRoot.of(subject.content())) {
      case YamlRoot.Malformed(String message, String hint) -> POWERSYNC.refused(message, hint);
      case YamlRoot.Parsed read -> {
        SyncRulesDiff diff =
            SyncRulesDiff.between(subject.previous(), subject.content(), read.node());
        changes.addAll(diff.changes());
        yield structure(read)
            .or(() -> wipe(read.node()))
            .or(() -> removals(spec, subject.permissions(), diff))
            .orElseGet(POWERSYNC::passed);
      }
    };
  }

  private static Optional<Verdict> structure(YamlRoot.Parsed read) {
    if (!read.aliases().isEmpty()) {
      return refused(
          read.aliases().getFirst(), "PowerSync does not read YAML aliases", "write the value out");
    }
    for (String key : List.of(SyncRules.BUCKETS, SyncRules.STREAMS)) {
      Optional<Node> wrong =
          YamlRoot.child(read.node(), key)
              .filter(node -> !(node instanceof MappingNode || node.getTag().equals(Tag.NULL)));
      if (wrong.isPresent()) {
        return refused(wrong.get(), key + " must hold definitions by name", "");
      }
    }
    return data(read.node()).or(() -> edition(read.node()));
  }

  private static Optional<Verdict> data(Node root) {
    return YamlRoot.child(root, SyncRules.BUCKETS).stream()
        .flatMap(buckets -> YamlRoot.entries(buckets).values().stream())
        .flatMap(bucket -> YamlRoot.child(bucket, "data").stream())
        .filter(data -> !(data instanceof SequenceNode))
        .findFirst()
        .flatMap(data -> refused(data, "data must be a list of queries", "start each with '- '"));
  }

  private static Optional<Verdict> edition(Node root) {
    int edition =
        YamlRoot.child(root, "config")
            .flatMap(config -> YamlRoot.child(config, "edition"))
            .flatMap(YamlRoot::text)
            .filter(text -> text.matches("[0-9]{1,3}"))
            .map(Integer::valueOf)
            .orElse(1);
    Optional<Node> streams = YamlRoot.child(root, SyncRules.STREAMS);
    if (streams.isPresent() && edition < 2) {
      return refused(streams.get(), "streams need edition 2 or later", "add config: {edition: 3}");
    }
    return YamlRoot.child(root, SyncRules.BUCKETS)
        .filter(_ -> edition >= 3)
        .flatMap(buckets ->
            refused(
                buckets,
                "edition " + edition + " has no bucket_definitions",
                "write them as streams"));
  }

  /// PowerSync accepts rules that give nobody anything, and then takes everything from everybody.
  private static Optional<Verdict> wipe(Node root) {
    SyncRules rules = SyncRules.of(root);
    boolean nothing =
        Stream.concat(rules.buckets().values().stream(), rules.streams().values().stream())
            .allMatch(SyncRulesDiff::isEmpty);
    if (!nothing) {
      return Optional.empty();
    }
    Map<String, Node> keys = YamlRoot.entries(root);
    String seen =
        Stream.of(SyncRules.BUCKETS, SyncRules.STREAMS)
            .filter(keys::containsKey)
            .map(key -> key + ": {}")
            .findFirst()
            .orElse("a file without bucket_definitions and streams");
    boolean named = !rules.buckets().isEmpty() || !rules.streams().isEmpty();
    return Optional.of(
        POWERSYNC.refused(
            (named ? "a file with only empty definitions" : seen)
                + " would remove every row from every client",
            "define at least one bucket or stream; the top-level keys are: "
                + String.join(", ", keys.keySet().stream().limit(10).toList())));
  }

  private static Optional<Verdict> removals(
      CheckSpec.PowerSyncRules spec, Permissions permissions, SyncRulesDiff diff) {
    boolean allowed =
        spec.allowRemovals()
            || permissions.given().stream()
                .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .anyMatch("removals"::equals);
    if (diff.removals().isEmpty() || allowed) {
      return Optional.empty();
    }
    return Optional.of(
        POWERSYNC.refused(
            "this removes " + String.join(", ", diff.removals()) + " from every client",
            "when that is meant, add the trailer 'Lastgood-Allow: removals' to the commit's"
                + " message, or set allow-removals: true on the target"
                + permissions
                    .unseen()
                    .map(why -> "; only the newest commits' messages are known: " + why)
                    .orElse("")));
  }

  private static Optional<Verdict> refused(Node node, String message, String hint) {
    return Optional.of(POWERSYNC.refused(YamlRoot.where(node) + ": " + message, hint));
  }
}
