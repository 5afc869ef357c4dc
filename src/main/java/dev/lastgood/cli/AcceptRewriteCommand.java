// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.Orders;
import dev.lastgood.deploy.Ports;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Source;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Accepts that a source's history was rewritten.
@Command(
    name = "accept-rewrite",
    description = "Accept that a source's history was rewritten, up to its tip now.",
    footer = {
      "",
      "Look at what was rewritten first: 'lastgood diff'.",
      "",
      "Example:",
      "  lastgood accept-rewrite fit"
    })
final class AcceptRewriteCommand implements Verb {
  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..1",
      description = "Which source; may be left out when there is only one.")
  private Optional<String> source = Optional.empty();

  @Override
  public ExitCode run(Session session) throws Declined, ConfigRejected {
    Source chosen = session.selection().source(source);
    Ports ports = session.equipment().ports();
    Mirror.Tip tip =
        Alone.in(session).run(() -> About.source(chosen, () -> accept(session, ports, chosen)));
    session
        .console()
        .print(
            Line.of(chosen.name() + ": accepted " + tip.branch() + " at ")
                .add(Tone.ID, tip.commit().hex()));
    return ExitCode.OK;
  }

  private static Mirror.Tip accept(Session session, Ports ports, Source source) throws StepFailed {
    Mirror.Tip tip = ports.mirror().look(source);
    String actor = session.surroundings().operator().actor();
    Orders.Acceptance acceptance =
        new Orders.Acceptance(tip.commit(), actor, session.moments().now());
    ports.memory().orders().acceptRewrite(source.name(), acceptance);
    return tip;
  }
}
