// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Diagnosis;
import dev.lastgood.app.Finding;
import dev.lastgood.app.Severity;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.report.FindingReport;
import java.util.List;
import picocli.CommandLine.Command;

/// Each thing that could go wrong tonight, checked now, with the fix.
@Command(
    name = "doctor",
    description = "Check each thing that could go wrong tonight, and say how to mend it.",
    footer = {
      "",
      "Changes nothing. Run it as the user that makes the passes: what that one may read counts.",
      "Exit code 0 when nothing is wrong, 3 when something is.",
      "",
      "Example:",
      "  sudo lastgood doctor"
    })
final class DoctorCommand implements Verb {
  @Override
  public ExitCode run(Session session) {
    List<Finding> findings = findings(session);
    for (Finding finding : findings) {
      session.answer(() -> FindingReport.json(finding), () -> FindingReport.lines(finding));
    }
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.WRONG)
        ? ExitCode.OPERATOR
        : ExitCode.OK;
  }

  private static List<Finding> findings(Session session) {
    try {
      return Diagnosis.of(session.config(), session.equipment(), session.moments());
    } catch (ConfigRejected e) {
      return Diagnosis.of(e);
    }
  }
}
