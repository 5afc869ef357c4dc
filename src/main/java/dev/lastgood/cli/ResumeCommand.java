// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Ends a pause.
@Command(
    name = "resume",
    description = "End a pause: the next pass deploys again.",
    footer = {"", "Example:", "  lastgood resume powersync"})
final class ResumeCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; may be left out when there is only one.")
  private Optional<String> target = Optional.empty();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Target chosen = session.selection().target(target);
    boolean was = session.pauses().resume(chosen);
    session.console().print(Line.of(chosen.name() + (was ? ": resumed" : ": was not paused")));
    return ExitCode.OK;
  }
}
