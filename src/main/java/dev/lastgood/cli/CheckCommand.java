// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.FileCheck;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.report.FileCheckReport;
import dev.lastgood.sync.port.Checks;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// A target's checks on a local file: before the merge, not after.
@Command(
    name = "check",
    description = "Make a target's checks on a local file, for a pre-merge CI job.",
    footer = {
      "",
      "Needs the configuration and nothing else: no state, no network, no service.",
      "Exit code 0 when every check passes, 5 when one refuses, 3 when one can't be made.",
      "",
      "Example: in the CI of the repository that holds the file",
      "  lastgood --config ci/lastgood.yaml check powersync powersync/sync-rules.yaml"
    })
final class CheckCommand implements Verb {
  @Parameters(
      paramLabel = "[TARGET] FILE",
      hideParamSyntax = true,
      arity = "1..2",
      description =
          "Whose checks on which file, - for standard input; TARGET may be left out when there is"
              + " only one.")
  private List<String> arguments = List.of();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Target target = session.selection().target(arguments.reversed().stream().skip(1).findFirst());
    FileCheck check = new FileCheck(session.equipment().ports().checks());
    boolean piped = arguments.getLast().equals("-");
    Path file = Path.of(arguments.getLast()).toAbsolutePath().normalize();
    Checks.Report report =
        piped ? check.on(target, session.environment().streams().in()) : check.on(target, file);
    session.answer(
        () -> FileCheckReport.json(target, piped ? "-" : file.toString(), report),
        () -> FileCheckReport.lines(report));
    return report.verdicts().stream()
        .map(Verdict::result)
        .filter(result -> result != Verdict.Result.PASSED)
        .findFirst()
        .map(ExitCode::of)
        .orElse(ExitCode.OK);
  }
}
