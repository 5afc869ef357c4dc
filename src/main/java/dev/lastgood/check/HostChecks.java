// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.yaml.StrictYaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a target's checks on this host.
///
/// Nothing a candidate holds makes a check throw or run away: time and memory are bounded by the
/// target's `max-size`, the number of values that [StrictYaml] reads, and the check's timeout.
/// Should one throw all the same, the content is not judged.
public final class HostChecks implements Checks {
  private static final Logger LOG = LoggerFactory.getLogger(HostChecks.class);

  private final CommandCheck commands;
  private final SyncRulesParser parsers;
  private final PowerSyncCheck powerSync;

  /// Runs commands through this runner, and reaches containers in this way.
  public HostChecks(CommandRunner runner, Containers containers) {
    this.commands = new CommandCheck(runner);
    this.parsers = new SyncRulesParser(runner, containers);
    this.powerSync = new PowerSyncCheck(parsers);
  }

  @Override
  public String basis(Target target) {
    return Basis.of(target.gate(), System.getenv(), Instant.now());
  }

  @Override
  public Report check(Target target, Subject subject) throws StepFailed {
    List<Verdict> verdicts = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    verdicts.add(SizeCheck.judge(target.gate().maxSize(), subject.content()));
    for (CheckSpec spec : target.gate().checks()) {
      if (verdicts.getLast().result() != Verdict.Result.PASSED) {
        break;
      }
      verdicts.add(
          switch (spec) {
            case CheckSpec.Yaml yaml ->
                contained("yaml", () -> YamlCheck.judge(yaml, subject.content()));
            case CheckSpec.JsonSchema schema ->
                contained("json-schema", () -> SchemaCheck.judge(schema, subject.content()));
            case CheckSpec.Command command -> commands.judge(command, subject);
            case CheckSpec.Http http -> contained("http", () -> HttpCheck.judge(http, subject));
            case CheckSpec.PowerSyncRules rules ->
                contained("powersync", () -> powerSync.judge(rules, target, subject, changes));
          });
    }
    return new Report(verdicts, changes);
  }

  @Override
  public List<Verdict> readiness(Target target) {
    ParserReadiness readiness = new ParserReadiness(parsers, target);
    return target.gate().checks().stream()
        .flatMap(spec ->
            switch (spec) {
              case CheckSpec.PowerSyncRules(_, Optional<RulesParser> parser) ->
                  parser.map(readiness::of).stream();
              case CheckSpec.Http http -> Stream.of(HttpCheck.readiness(http));
              case CheckSpec.Yaml _, CheckSpec.JsonSchema _, CheckSpec.Command _ -> Stream.empty();
            })
        .toList();
  }

  /// What is thrown over content, by a library or by us, is no verdict on it and no end of the
  /// pass.
  private static Verdict contained(String check, Supplier<Verdict> judgement) {
    try {
      return judgement.get();
    } catch (OutOfMemoryError _) {
      return new Verdicts(check)
          .unavailable(
              "judging the file took more memory than the %s MiB that lastgood may use"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20),
              "make the file smaller, or give lastgood more: LASTGOOD_JAVA_OPTS=-Xmx512m");
    } catch (StackOverflowError | RuntimeException e) {
      LOG.atError().addKeyValue("check", check).setCause(e).log("a check failed over the content");
      return new Verdicts(check)
          .unavailable(
              "the check itself failed over this file (" + e.getClass().getSimpleName() + ")",
              "please report it with the file; a change of the file may help meanwhile");
    }
  }
}
