// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.Mirror;
import dev.lastgood.sync.Orders;
import dev.lastgood.sync.Ports;
import dev.lastgood.sync.StatusCache;
import dev.lastgood.sync.StepFailed;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    List<Target> followers =
        session.config().targets().stream()
            .filter(target -> target.source().name().equals(chosen.name()))
            .toList();
    Line said =
        Alone.in(session)
            .run(() -> About.source(chosen, () -> accept(session, ports, chosen, followers)));
    session.console().print(said);
    return ExitCode.OK;
  }

  private static Line accept(Session session, Ports ports, Source source, List<Target> followers)
      throws StepFailed {
    Mirror.Tip tip = ports.mirror().look(source);
    boolean rewritten = false;
    for (Target target : followers) {
      rewritten = rewritten || isRewritten(ports, target, tip);
    }
    if (!rewritten) {
      return Line.of(source.name() + ": nothing was rewritten, " + tip.branch() + " at ")
          .add(Tone.ID, tip.commit().hex())
          .add(" follows what is live");
    }
    accept(session, ports, source, tip, followers);
    return Line.of(source.name() + ": accepted " + tip.branch() + " at ")
        .add(Tone.ID, tip.commit().hex());
  }

  /// Whether the tip is known to follow none of what a pass would compare it with.
  private static boolean isRewritten(Ports ports, Target target, Mirror.Tip tip) throws StepFailed {
    Live live = ports.memory().ledger().history(target.name()).live();
    Set<CommitId> known = new LinkedHashSet<>();
    live.managed()
        .flatMap(release -> ports.memory().cache().carrier(target, release))
        .map(StatusCache.Carrier::descendant)
        .ifPresent(known::add);
    live.origin().ifPresent(known::add);
    for (CommitId commit : known) {
      if (commit.equals(tip.commit()) || isFollowed(ports, target, commit, tip)) {
        return false;
      }
    }
    return !known.isEmpty();
  }

  /// What can't be known of the history is what the order is for.
  private static boolean isFollowed(Ports ports, Target target, CommitId commit, Mirror.Tip tip) {
    try {
      return ports.mirror().lineage(target.source(), commit, tip, target.path()).ancestry()
          == Mirror.Ancestry.DESCENDS;
    } catch (StepFailed _) {
      return false;
    }
  }

  private static void accept(
      Session session, Ports ports, Source source, Mirror.Tip tip, List<Target> followers)
      throws StepFailed {
    String actor = session.surroundings().operator().actor();
    Orders.Acceptance acceptance =
        new Orders.Acceptance(
            tip.commit(),
            deployed(ports.memory().ledger(), followers),
            actor,
            session.moments().now());
    ports.memory().orders().acceptRewrite(source, acceptance);
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
