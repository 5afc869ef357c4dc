// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Accepts that a source's history was rewritten, up to its tip now.
public record RewriteAcceptance(ExclusiveWork exclusive, Operator operator) {
  /// The tip that the branch has now.
  ///
  /// @param rewritten whether there was something to accept
  public record Answer(Mirror.Tip tip, boolean rewritten) {}

  /// Accepts it.
  ///
  /// @param followers the targets that have this source: of each with something deployed it becomes
  ///   an entry
  public Recorded<Answer> accept(Source source, List<Target> followers) throws RequestFailed {
    OrderedWork work = new OrderedWork(exclusive, operator);
    return work.about(
        Subject.of(source),
        followers,
        () -> {
          Mirror.Tip tip = ports().mirror().look(source);
          boolean rewritten = isRewritten(followers, tip);
          if (rewritten) {
            for (Target target : followers) {
              work.entries().acceptRewrite(target, tip.commit());
            }
          }
          return new Answer(tip, rewritten);
        });
  }

  private boolean isRewritten(List<Target> followers, Mirror.Tip tip) throws StepFailed {
    for (Target target : followers) {
      if (isRewritten(target, tip)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the tip is known to follow none of what a pass would compare it with.
  private boolean isRewritten(Target target, Mirror.Tip tip) throws StepFailed {
    Live live = live(target);
    Set<CommitId> known = new LinkedHashSet<>();
    live.managed()
        .flatMap(release -> ports().memory().cache().carrier(target, release))
        .map(StatusCache.Carrier::descendant)
        .ifPresent(known::add);
    live.origin().ifPresent(known::add);
    return !known.isEmpty()
        && known.stream()
            .noneMatch(commit -> commit.equals(tip.commit()) || isFollowed(target, commit, tip));
  }

  /// A history that can't be read counts as rewritten: that is what the order is for.
  private boolean isFollowed(Target target, CommitId commit, Mirror.Tip tip) {
    try {
      return ports().mirror().lineage(target.source(), commit, tip, target.path()).ancestry()
          == Mirror.Ancestry.DESCENDS;
    } catch (StepFailed _) {
      return false;
    }
  }

  private Ports ports() {
    return exclusive.equipment().ports();
  }

  private Live live(Target target) throws StepFailed {
    return ports().memory().ledger().history(target.name()).live();
  }
}
