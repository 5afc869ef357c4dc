// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import dev.lastgood.sync.History;
import dev.lastgood.sync.Orders;
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
  public ExitCode run(Session session) throws Declined, ConfigRejected {
    Target chosen = session.selection().target(target);
    Orders orders = session.equipment().ports().memory().orders();
    String actor = session.surroundings().operator().actor();
    History.Pause pause = new History.Pause(Reason.of(reason), actor, session.moments().now());
    Alone.in(session)
        .run(() ->
            About.target(
                chosen,
                () -> {
                  orders.pause(chosen.name(), pause);
                  return pause;
                }));
    session
        .console()
        .print(Line.of(chosen.name() + ": paused until 'lastgood resume " + chosen.name() + "'"));
    return ExitCode.OK;
  }
}
