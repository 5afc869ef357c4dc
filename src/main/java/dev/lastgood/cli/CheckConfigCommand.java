// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.config.SharedDirectories;
import dev.lastgood.report.ConfigReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The configuration alone, without network and without state.
@Command(
    name = "check-config",
    description = "Check the configuration alone, without network.",
    footer = {
      "",
      "Exit code 0 when it is fine, 3 when it is not; every problem is named, on stderr.",
      "",
      "Example: before a host is built",
      "  lastgood check-config ./lastgood.yaml"
    })
final class CheckConfigCommand implements Verb {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Which file; the configured one when left out.")
  private Optional<Path> file = Optional.empty();

  @Override
  public ExitCode run(Session session) throws ConfigRejected {
    Path chosen = file.orElse(session.configFile());
    try {
      Config config = session.read(chosen);
      ConfigReport.warnings(SharedDirectories.in(config)).forEach(session.console()::say);
      session.answer(
          () -> ConfigReport.json(chosen, List.of()),
          () -> List.of(ConfigReport.line(chosen, config)));
      return ExitCode.OK;
    } catch (ConfigRejected e) {
      if (!session.json()) {
        throw e;
      }
      session.console().print(ConfigReport.json(chosen, e.problems()));
      return ExitCode.OPERATOR;
    }
  }
}
