// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RecordPush;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.log.Priority;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.report.RecordPushReport;
import dev.lastgood.sync.PassRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The record, brought to its remote now.
@Command(
    name = "push",
    description = "Bring the record and its remote together now.",
    footer = {
      "",
      "Each pass does it, too; see ledger.push in the configuration. Nothing is ever forced.",
      "",
      "Exit code 0 when all of it is there, 4 when the remote is out of reach, 3 when an operator",
      "has to act.",
      "",
      "Example: before a host is taken down",
      "  lastgood push"
    })
final class PushCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Which targets; all of them when left out.")
  private List<String> targets = List.of();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    List<Target> chosen = session.selection().targets(targets);
    PassRequest request = session.request(Trigger.MANUAL, Set.of());
    List<ExitCode> codes = new ArrayList<>();
    new RecordPush(session.exclusiveWork())
        .run(chosen, request, result -> codes.add(tell(session, result)));
    return ExitCode.worst(codes);
  }

  private static ExitCode tell(Session session, RecordPush.Result result) {
    ExitCode code =
        result
            .failure()
            .map(why -> ExitCode.of(Subject.of(result.target()).failed(why)))
            .orElse(ExitCode.OK);
    session.answer(
        () -> RecordPushReport.json(result, code.code()),
        () -> List.of(RecordPushReport.line(result)));
    result
        .failure()
        .ifPresent(why -> session.console().complain(Priority.ERROR, result.target(), why));
    return code;
  }
}
