// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.PauseOrder;
import dev.lastgood.app.Recorded;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Holds a target.
@Command(
    name = "pause",
    description = "Hold a target: passes look and report, and change nothing.",
    footer = {
      "",
      "Stays across restarts until 'lastgood resume'; 'lastgood status' shows it.",
      "",
      "Example:",
      "  lastgood pause powersync --reason 'migration until 6 pm'"
    })
final class PauseCommand implements Verb {
  @Mixin private TargetArgument target = new TargetArgument();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for whoever wonders.")
  private String reason = "";

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Target chosen = target.in(session);
    Recorded<Entry> paused =
        new PauseOrder(session.exclusiveWork(), session.operator())
            .pause(chosen, GivenReason.of(reason));
    session
        .console()
        .print(Line.of(chosen.name() + ": paused until 'lastgood resume " + chosen.name() + "'"));
    return session.told(paused);
  }
}
