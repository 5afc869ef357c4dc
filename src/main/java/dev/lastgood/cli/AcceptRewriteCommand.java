// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Recorded;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.RewriteAcceptance;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import java.util.List;
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
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Source chosen = session.selection().source(source);
    List<Target> followers =
        session.config().targets().stream()
            .filter(target -> target.source().name().equals(chosen.name()))
            .toList();
    Recorded<RewriteAcceptance.Answer> accepted =
        new RewriteAcceptance(session.exclusiveWork(), session.operator())
            .accept(chosen, followers);
    RewriteAcceptance.Answer answer = accepted.answer();
    String branch = answer.tip().branch().toString();
    Line line =
        Line.of(chosen.name() + ": ")
            .add((answer.rewritten() ? "accepted " : "nothing was rewritten, ") + branch + " at ")
            .add(Tone.ID, answer.tip().commit().hex());
    session.console().print(answer.rewritten() ? line : line.add(" follows what is live"));
    return session.told(accepted);
  }
}
