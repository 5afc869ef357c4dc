// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.deploy.Checks;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.process.CommandRunner;
import java.util.ArrayList;
import java.util.List;

/// Makes a target's checks on this host.
///
/// Nothing a candidate holds makes a check throw or run away: time and memory are bounded by the
/// target's `max-size`, and by the timeout for a command.
public final class HostChecks implements Checks {
  private final CommandCheck commands;

  /// Runs commands through this runner.
  public HostChecks(CommandRunner runner) {
    this.commands = new CommandCheck(runner);
  }

  @Override
  public String basis(Target target) {
    return Basis.of(target.gate(), System.getenv());
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
            case CheckSpec.Yaml yaml -> YamlCheck.judge(yaml, subject.content());
            case CheckSpec.JsonSchema schema -> SchemaCheck.judge(schema, subject.content());
            case CheckSpec.Command command -> commands.judge(command, subject);
            case CheckSpec.PowerSyncRules rules -> PowerSyncCheck.judge(rules, subject, changes);
          });
    }
    return new Report(verdicts, changes);
  }
}
