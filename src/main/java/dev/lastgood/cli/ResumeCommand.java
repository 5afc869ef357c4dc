// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.PauseOrder;
import dev.lastgood.app.Recorded;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Ends a pause.
@Command(
    name = "resume",
    description = "End a pause: the next pass deploys again.",
    footer = {"", "Example:", "  lastgood resume powersync"})
final class ResumeCommand implements Verb {
  @Mixin private TargetArgument target = new TargetArgument();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Target chosen = target.in(session);
    Recorded<Optional<Entry>> resumed =
        new PauseOrder(session.exclusiveWork(), session.operator()).resume(chosen);
    boolean was = resumed.answer().isPresent();
    session.console().print(Line.of(chosen.name() + (was ? ": resumed" : ": was not paused")));
    return session.told(resumed);
  }
}
