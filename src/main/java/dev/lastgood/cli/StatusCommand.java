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
import dev.lastgood.sync.port.LastPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    try {
      TargetStatus answer = Subject.of(one).ask(() -> status.of(one));
      session.answer(
          () -> StatusJson.of(answer, StatusCommand::code),
          () -> StatusText.of(answer, session.moments(), StatusCommand::code));
      Optional<ExitCode> last = answer.branch().lastPass().map(pass -> ExitCode.of(pass.result()));
      return exitCode ? last.orElse(ExitCode.UNAVAILABLE) : ExitCode.OK;
    } catch (RequestFailed e) {
      session.console().complain(e);
      return ExitCode.of(e);
    }
  }

  private static int code(LastPass.Result pass) {
    return ExitCode.of(pass).code();
  }
}
