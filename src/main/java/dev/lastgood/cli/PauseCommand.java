// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; may be left out when there is only one.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for whoever wonders.")
  private String reason = "";

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Target chosen = session.selection().target(target);
    session.pauses().pause(chosen, Reason.of(reason));
    session
        .console()
        .print(Line.of(chosen.name() + ": paused until 'lastgood resume " + chosen.name() + "'"));
    return ExitCode.OK;
  }
}
