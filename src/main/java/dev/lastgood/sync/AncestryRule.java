// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Release;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a tip follows what is deployed, or an operator accepted that it does not.
record AncestryRule(Ports ports, Target target, History history) {
  private static final Logger LOG = LoggerFactory.getLogger(AncestryRule.class);

  /// The history between what is deployed and the tip.
  sealed interface Followed {
    /// As much of it as is known.
    Mirror.Lineage lineage();

    record Allowed(Mirror.Lineage lineage) implements Followed {}

    /// The branch left the deployed commit behind.
    record Rewritten(Mirror.Lineage lineage) implements Followed {}
  }

  /// There is nothing in between: the tip is what is deployed, or nothing is.
  static Mirror.Lineage nothing() {
    return new Mirror.Lineage(Mirror.Ancestry.DESCENDS, CommitLog.none(), CommitLog.none());
  }

  /// Follows the history from what is deployed to what was found.
  ///
  /// @throws StepFailed when it can't be had
  Followed follow(Release live, Mirror.Found found) throws StepFailed {
    Mirror.Lineage lineage = nothing();
    if (live.commit().equals(found.tip().commit())) {
      return new Followed.Allowed(lineage);
    }
    for (CommitId known : known(live)) {
      lineage = lineage(known, found);
      if (lineage.ancestry() == Mirror.Ancestry.DESCENDS) {
        return new Followed.Allowed(lineage);
      }
    }
    return switch (target.source().policy().rewrites()) {
      case ACCEPT -> new Followed.Allowed(lineage);
      case REFUSE ->
          isAccepted(live, found) ? new Followed.Allowed(lineage) : new Followed.Rewritten(lineage);
    };
  }

  /// What a tip may descend from: the newest such commits that were seen, and should those have
  /// gone, the deployed one itself.
  private Set<CommitId> known(Release live) {
    Set<CommitId> known = new LinkedHashSet<>();
    ports
        .memory()
        .cache()
        .carrier(target, live)
        .ifPresent(carrier -> known.addAll(List.of(carrier.unused(), carrier.descendant())));
    known.add(live.commit());
    return known;
  }

  /// Whether an operator accepted that the branch left the deployed commit behind for another line,
  /// and this is on it. Once something of that line is deployed, leaving it is another rewrite.
  private boolean isAccepted(Release live, Mirror.Found found) throws StepFailed {
    for (CommitId tip : history.acceptedTips(target.source().address(), live.commit())) {
      if (tip.equals(found.tip().commit())
          || lineage(tip, found).ancestry() == Mirror.Ancestry.DESCENDS) {
        return true;
      }
    }
    return false;
  }

  private Mirror.Lineage lineage(CommitId from, Mirror.Found found) throws StepFailed {
    return ports.mirror().lineage(target.source(), from, found.tip(), target.path());
  }

  /// Remembers a tip that carries the live content, once.
  void remember(Release live, Mirror.Found found) {
    StatusCache cache = ports.memory().cache();
    Optional<StatusCache.Carrier> seen = cache.carrier(target, live);
    if (seen.filter(one -> one.commit().equals(found.tip().commit())).isPresent()) {
      return;
    }
    try {
      cache.remember(target, live, carrier(live, found, seen));
    } catch (StepFailed e) {
      LOG.debug("the tip's history could not be read, the next pass tries again", e);
    }
  }

  /// Two pushes must not do what one may not: a tip that does not descend from the deployed commit
  /// is not what a later one is compared with, though it carries the same content. Nor does a
  /// permission pass out of sight before a change has used it.
  private StatusCache.Carrier carrier(
      Release live, Mirror.Found found, Optional<StatusCache.Carrier> seen) throws StepFailed {
    CommitId tip = found.tip().commit();
    CommitId descendant = seen.map(StatusCache.Carrier::descendant).orElse(live.commit());
    CommitId unused = seen.map(StatusCache.Carrier::unused).orElse(live.commit());
    if (descendant.equals(tip)) {
      return new StatusCache.Carrier(tip, tip, unused);
    }
    return switch (follow(live, found)) {
      case Followed.Rewritten _ -> new StatusCache.Carrier(tip, descendant, unused);
      case Followed.Allowed(Mirror.Lineage lineage) ->
          new StatusCache.Carrier(
              tip, tip, lineage.permitting().equals(CommitLog.none()) ? tip : unused);
    };
  }

  /// Why a rewritten history is not followed.
  ///
  /// @param from where what is live came from
  Failure rewritten(
      Release live, Optional<Origin> from, Mirror.Found found, Mirror.Lineage lineage) {
    boolean unknown = lineage.ancestry() == Mirror.Ancestry.UNKNOWN;
    String relation = unknown ? " was not found in the fetched history of " : " is no ancestor of ";
    String because =
        from.filter(origin -> isElsewhere(origin, found))
            .map(origin -> "; it was deployed from " + origin.branch() + " of " + origin.url())
            .orElse(unknown ? "; it may have been rewritten" : ": the branch was rewritten");
    return new Failure(
        Step.JUDGE,
        Remedy.ACCEPT_REWRITE,
        "the deployed commit "
            + live.commit().abbreviated()
            + relation
            + found.tip().commit().abbreviated()
            + ", the tip of "
            + found.tip().branch()
            + because,
        "when that was meant: lastgood accept-rewrite "
            + target.source().name()
            + ", then sync again");
  }

  private boolean isElsewhere(Origin origin, Mirror.Found found) {
    return !origin.url().equals(target.source().url())
        || !origin.branch().equals(found.tip().branch());
  }
}
