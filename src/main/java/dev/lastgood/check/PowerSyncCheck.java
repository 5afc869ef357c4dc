// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.check.SyncRulesParser.Asked;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// PowerSync's sync rules: what every version refuses, and what every version accepts although it
/// takes data from clients. Queries are judged by PowerSync's own parser, where there is one to
/// ask; without one they are not judged.
final class PowerSyncCheck {
  private static final Verdicts POWERSYNC = new Verdicts("powersync");

  private final SyncRulesParser parsers;

  PowerSyncCheck(SyncRulesParser parsers) {
    this.parsers = parsers;
  }

  /// Judges a candidate.
  ///
  /// @param changes where to put what it changes, also when that is refused
  Verdict judge(
      CheckSpec.PowerSyncRules spec, Target target, Subject subject, List<String> changes) {
    return switch (YamlRoot.of(subject.content())) {
      case YamlRoot.Malformed(String message, String hint) -> POWERSYNC.refused(message, hint);
      case YamlRoot.Parsed read -> {
        SyncRulesDiff diff =
            SyncRulesDiff.between(subject.previous(), subject.content(), read.node());
        changes.addAll(diff.changes());
        yield mark(subject.content())
            .or(() -> structure(read))
            .or(() -> wipe(read.node()))
            .orElseGet(() -> {
              Removals removals = new Removals(spec, subject.permissions(), diff);
              return spec.parser()
                  .map(parser -> parsed(parser, target, subject, removals, changes))
                  .orElseGet(() -> removals.byName("no parser is configured"));
            });
      }
    };
  }

  /// PowerSync stores the text without it, never finds its own file again, and stays on the rules
  /// that it had; a fresh one answers its clients with errors.
  private static Optional<Verdict> mark(Content content) {
    return content.text().startsWith("\uFEFF")
        ? Optional.of(
            POWERSYNC.refused(
                "line 1, column 1: the file begins with a byte order mark, with which PowerSync"
                    + " never takes it into use",
                "save it as UTF-8 without BOM"))
        : Optional.empty();
  }

  private Verdict parsed(
      RulesParser parser, Target target, Subject subject, Removals removals, List<String> changes) {
    return switch (parsers.ask(parser, target, subject.content(), subject.previous())) {
      case Asked.Judged(ParserReport report) -> judged(report, removals, changes);
      case Asked.Unjudged(String why, _, boolean absent)
          when absent && subject.previous().isEmpty() ->
          // The service waits for its first file; there is nothing to lose by it.
          POWERSYNC.passed("no parser judged it, and there is nothing to compare it with: " + why);
      case Asked.Unjudged(String why, String hint, _) ->
          POWERSYNC.unavailable("PowerSync's parser could not judge: " + why, hint);
    };
  }

  private static Verdict judged(ParserReport report, Removals removals, List<String> changes) {
    String parser = "PowerSync's parser " + report.version();
    if (!report.fatal().isEmpty()) {
      return POWERSYNC.refused(
          parser + ": " + report.fatal().first(), "the service would not start with it");
    }
    Verdict removed =
        report
            .losses()
            .map(losses -> {
              changes.addAll(0, losses.lines("clients lose the table "));
              return removals.byTable(losses);
            })
            .orElseGet(() -> removals.byName(parser + " can't tell which tables are live"));
    return removed.result() == Verdict.Result.PASSED
        ? POWERSYNC.passed(
            parser
                + " accepts it"
                + (report.warnings().isEmpty() ? "" : ", and warns: " + report.warnings().first()))
        : removed;
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

  private static Optional<Verdict> refused(Node node, String message, String hint) {
    return Optional.of(POWERSYNC.refused(YamlRoot.where(node) + ": " + message, hint));
  }
}
