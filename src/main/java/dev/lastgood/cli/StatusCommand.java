// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Status;
import dev.lastgood.app.Subject;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.StatusJson;
import dev.lastgood.report.StatusText;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How things stand, on one screen.
@Command(
    name = "status",
    description = "Show how things stand: live, what waits and why, drift, pause, health.",
    footer = {
      "",
      "Asks the service, not the source: 'lastgood diff' does that. States: good, new, pending,"
          + " held,",
      "waiting, rewritten, failing, unreachable, stale, drifted, unhealthy, stranded, interrupted,",
      "lost. It is good only when the next sync would exit 0, by all that is known.",
      "",
      "Example: how is it, says a script",
      "  lastgood status powersync --output json | jq -r .state"
    })
final class StatusCommand implements Verb {
  @Mixin private TargetsArgument targets = new TargetsArgument();

  @Option(
      names = "--exit-code",
      description = "Exit with the last pass's code; 4 when no pass is known.")
  private boolean exitCode;

  @Override
  public ExitCode run(Session session) throws UsageError, ConfigRejected {
    List<Target> chosen = targets.in(session);
    Equipment equipment = session.equipment();
    Status status = new Status(equipment.ports(), equipment.preconditions(), equipment.lock());
    List<ExitCode> codes = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      if (i > 0 && !session.json()) {
        session.console().gap();
      }
      codes.add(tell(session, status, chosen.get(i)));
    }
    return ExitCode.worst(codes);
  }

  /// A record that can't be read keeps nobody from knowing how the others stand.
  private ExitCode tell(Session session, Status status, Target one) {
    TargetStatus answer;
    try {
      answer = Subject.of(one).ask(() -> status.of(one));
    } catch (RequestFailed e) {
      session.console().complain(e);
      return ExitCode.of(e);
    }
    if (session.json()) {
      session.console().print(StatusJson.of(answer, pass -> ExitCode.of(pass).code()));
    } else {
      session
          .console()
          .print(StatusText.of(answer, session.moments(), pass -> ExitCode.of(pass).code()));
    }
    return exitCode
        ? answer
            .branch()
            .lastPass()
            .map(pass -> ExitCode.of(pass.result()))
            .orElse(ExitCode.UNAVAILABLE)
        : ExitCode.OK;
  }
}
