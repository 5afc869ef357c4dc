// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.deploy.Ledger;
import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.Orders;
import dev.lastgood.deploy.Ports;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    List<Target> targets =
        session.selection().targets(List.of()).stream()
            .filter(target -> target.source().name().equals(chosen.name()))
            .toList();
    Mirror.Tip tip =
        Alone.in(session)
            .run(() -> About.source(chosen, () -> accept(session, ports, chosen, targets)));
    session
        .console()
        .print(
            Line.of(chosen.name() + ": accepted " + tip.branch() + " at ")
                .add(Tone.ID, tip.commit().hex()));
    return ExitCode.OK;
  }

  private static Mirror.Tip accept(
      Session session, Ports ports, Source source, List<Target> targets) throws StepFailed {
    Mirror.Tip tip = ports.mirror().look(source);
    String actor = session.surroundings().operator().actor();
    Orders.Acceptance acceptance =
        new Orders.Acceptance(
            tip.commit(),
            deployed(ports.memory().ledger(), targets),
            actor,
            session.moments().now());
    ports.memory().orders().acceptRewrite(source, acceptance);
    return tip;
  }

  /// What the branch leaves behind.
  private static Map<TargetName, CommitId> deployed(Ledger ledger, List<Target> targets)
      throws StepFailed {
    Map<TargetName, CommitId> deployed = new HashMap<>();
    for (Target target : targets) {
      ledger
          .history(target.name())
          .live()
          .origin()
          .ifPresent(commit -> deployed.put(target.name(), commit));
    }
    return deployed;
  }
}
