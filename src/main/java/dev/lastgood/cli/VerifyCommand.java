// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.app.Verification;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.report.VerificationReport;
import dev.lastgood.sync.port.Chain;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whether the record is whole, and the files are what it says.
@Command(
    name = "verify",
    description = "Walk the record, and compare the live bytes with its newest entries.",
    footer = {
      "",
      "Exit code 0 when all fits, 3 when something does not: the first that does not fit is named.",
      "",
      "Of a copy of a record only the record is checked: there is no file to be compared.",
      "",
      "Example:",
      "  lastgood verify",
      "  lastgood verify --ledger record.git"
    })
final class VerifyCommand implements Verb {
  @Mixin private LedgerOption ledger = new LedgerOption();

  @Option(
      names = "--remote",
      description = "Compare with the record's remote, too; nothing is brought or moved.")
  private boolean remote;

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    if (ledger.isGiven() && remote) {
      throw new UsageError(
          "",
          "--remote is about this host's record, and --ledger about a copy.",
          "leave out one of the two");
    }
    return ledger.isGiven()
        ? ledger.open(session, Optional.empty(), chains -> copy(session, chains))
        : host(session);
  }

  private static ExitCode copy(Session session, List<Chain> chains) throws RequestFailed {
    boolean sound = true;
    for (Chain chain : chains) {
      Chain.Verified verified =
          Subject.of(chain)
              .ask(() -> chain.verify(session.environment().streams().screen().progress()));
      session.answer(
          () -> VerificationReport.json(chain, verified),
          () -> VerificationReport.lines(chain, verified));
      sound &= verified.problems().isEmpty();
    }
    return sound ? ExitCode.OK : ExitCode.OPERATOR;
  }

  private ExitCode host(Session session) throws RequestFailed, ConfigRejected {
    Verification.Scope scope = remote ? Verification.Scope.REMOTE : Verification.Scope.HERE;
    Verification verification =
        Verification.of(session.equipment(), session.config().targets(), scope);
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
