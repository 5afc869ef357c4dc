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
import picocli.CommandLine.Option;
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
      "  lastgood check-config ./lastgood.yaml",
      "",
      "Example: what a preset comes to, to change a line of it",
      "  lastgood check-config --resolved"
    })
final class CheckConfigCommand implements Verb {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Which file; the configured one when left out.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--resolved",
      description = "Print it as YAML with what presets fill in written out.")
  private boolean resolved;

  @Override
  public ExitCode run(Session session) throws ConfigRejected {
    Path chosen = file.orElse(session.configFile());
    try {
      Config config = session.read(chosen);
      ConfigReport.warnings(SharedDirectories.in(config)).forEach(session.console()::say);
      Optional<String> text = resolved ? Optional.of(session.resolved(chosen)) : Optional.empty();
      session.answer(
          () -> ConfigReport.json(chosen, List.of()).putPresent("resolved", text),
          () ->
              text.map(ConfigReport::text)
                  .orElseGet(() -> List.of(ConfigReport.line(chosen, config))));
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
