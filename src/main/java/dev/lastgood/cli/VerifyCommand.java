// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Verification;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.report.VerificationReport;
import picocli.CommandLine.Command;

/// Whether the record is whole, and the files are what it says.
@Command(
    name = "verify",
    description = "Walk the record, and compare the live bytes with its newest entries.",
    footer = {
      "",
      "Exit code 0 when all fits, 3 when something does not: the first that does not fit is named.",
      "",
      "Example:",
      "  lastgood verify"
    })
final class VerifyCommand implements Verb {
  @Override
  public ExitCode run(Session session) throws RequestFailed, ConfigRejected {
    Verification verification = Verification.of(session.equipment(), session.config().targets());
    if (session.json()) {
      VerificationReport.json(verification).forEach(session.console()::print);
    } else {
      session.console().print(VerificationReport.lines(verification));
    }
    if (!verification.problems().isEmpty()) {
      session
          .console()
          .complain(
              "",
              "the record was changed by something other than lastgood, or its disk is failing.",
              "compare it with a copy that was fetched before; see 'lastgood upload-pack --help'");
    }
    return verification.isSound() ? ExitCode.OK : ExitCode.OPERATOR;
  }
}
