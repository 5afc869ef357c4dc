// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Difference;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.report.DifferenceReport;
import dev.lastgood.sync.port.Ports;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Live against the branch, now.
@Command(
    name = "diff",
    description = "Compare what is live with the branch, now.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:same", "1:different", "2 and up:errors, as everywhere; a bug is 3 here"},
    footer = {"", "Example: what would the next pass bring", "  lastgood diff powersync"})
final class DiffCommand implements Verb {
  @Mixin private TargetsArgument targets = new TargetsArgument();

  /// 1 means something else here.
  @Override
  public ExitCode broken() {
    return ExitCode.OPERATOR;
  }

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Ports ports = session.equipment().ports();
    List<Difference> differences =
        Difference.of(session.exclusiveWork(), ports, targets.in(session));
    for (Difference difference : differences) {
      session.answer(
          () -> DifferenceReport.json(difference), () -> DifferenceReport.lines(difference));
    }
    return differences.stream().anyMatch(Difference::isDifferent)
        ? ExitCode.DIFFERENT
        : ExitCode.OK;
  }
}
