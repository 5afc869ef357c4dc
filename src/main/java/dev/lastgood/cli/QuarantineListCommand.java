// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.QuarantinedContent;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import dev.lastgood.report.QuarantineReport;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What is in quarantine, why, and since when.
@Command(
    name = "list",
    description = "List what is in quarantine, why, and since when.",
    footer = {"", "Example:", "  lastgood quarantine list"})
final class QuarantineListCommand implements Verb {
  @Mixin private TargetsArgument targets = new TargetsArgument();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    List<Target> chosen = targets.in(session);
    List<QuarantinedContent> found =
        QuarantinedContent.of(session.equipment().ports().memory().ledger(), chosen);
    tell(session, found, "");
    return ExitCode.OK;
  }

  /// @param more what else to say of each to people
  static void tell(Session session, List<QuarantinedContent> contents, String more) {
    if (contents.isEmpty()) {
      session.console().say(Line.of("Nothing is in quarantine."));
    }
    for (QuarantinedContent content : contents) {
      session.answer(
          () -> QuarantineReport.json(content),
          () -> List.of(QuarantineReport.line(content, session.moments()).add(more)));
    }
  }
}
