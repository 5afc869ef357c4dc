// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.deploy.Ports;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// How things stand, on one screen.
@Command(
    name = "status",
    description = "Show how things stand: live, tip, quarantine, drift, pause, health.",
    footer = {
      "",
      "Asks the service, not the source: 'lastgood diff' does that.",
      "",
      "Example: is it healthy, says a script",
      "  lastgood status powersync --output json | jq .probe.green"
    })
final class StatusCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; all of them when left out.")
  private Optional<String> target = Optional.empty();

  @Override
  public ExitCode run(Session session) throws Declined, ConfigRejected {
    List<Target> chosen = session.selection().targets(target.stream().toList());
    Ports ports = session.equipment().ports();
    Optional<String> isolation = session.equipment().footing().lastIsolation();
    boolean first = true;
    for (Target one : chosen) {
      Standing standing = About.target(one, () -> Standing.of(ports, one, isolation));
      if (session.json()) {
        session.console().print(StandingJson.of(standing));
        continue;
      }
      if (!first) {
        session.console().gap();
      }
      first = false;
      session.console().print(new StandingText(standing, session.moments()).lines());
    }
    return ExitCode.OK;
  }
}
