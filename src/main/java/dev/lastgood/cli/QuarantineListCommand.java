// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.QuarantinedContent;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import dev.lastgood.sync.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What is in quarantine, why, and since when.
@Command(
    name = "list",
    description = "List what is in quarantine, why, and since when.",
    footer = {"", "Example:", "  lastgood quarantine list"})
final class QuarantineListCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; all of them when left out.")
  private Optional<String> target = Optional.empty();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Ledger ledger = session.equipment().ports().memory().ledger();
    List<QuarantinedContent> found = new ArrayList<>();
    for (Target one : session.selection().targets(target.stream().toList())) {
      found.addAll(Subject.of(one).ask(() -> QuarantinedContent.of(ledger, one)));
    }
    if (found.isEmpty()) {
      session.console().say(Line.of("Nothing is in quarantine."));
    }
    for (QuarantinedContent one : found) {
      if (session.json()) {
        session.console().print(one.json());
      } else {
        session.console().print(one.line(session.moments()));
      }
    }
    return ExitCode.OK;
  }
}
