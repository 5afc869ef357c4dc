// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Release;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges where a candidate comes from: its history and its signatures.
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  private final Ports ports;
  private final SignatureRule signatures;

  Judge(Ports ports) {
    this.ports = ports;
    this.signatures = new SignatureRule(ports.mirror());
  }

  /// A candidate with as much of its history as is known.
  sealed interface Judged {
    /// The candidate.
    Candidate candidate();

    /// Its history may be followed.
    record Allowed(Candidate candidate) implements Judged {}

    /// It may not, or nobody could find out.
    ///
    /// @param why of step [Step#JUDGE]
    record Denied(Candidate candidate, StepFailed why) implements Judged {}
  }

  /// Judges what was found.
  ///
  /// @throws StepFailed when its history can't be had
  Judged judge(Target target, History history, Mirror.Found found) throws StepFailed {
    Optional<Release> live = history.live().managed();
    if (live.isEmpty()) {
      return signed(target, found, nothing(), SignatureRule.Base.NONE);
    }
    Optional<Origin> from = origin(target, history.live());
    Followed followed = followed(target, live.get(), found);
    if (!followed.may()) {
      Mirror.Lineage lineage = followed.lineage();
      return new Judged.Denied(
          candidate(target, found, lineage, unsigned(lineage)),
          new StepFailed(rewritten(target.source(), from, live.get(), found, lineage)));
    }
    // What was deployed from another path says nothing of who wrote this one.
    boolean comparable =
        followed.lineage().ancestry() == Mirror.Ancestry.DESCENDS
            && from.filter(origin -> origin.path().equals(target.path())).isPresent();
    return signed(
        target,
        found,
        followed.lineage(),
        comparable ? SignatureRule.Base.DEPLOYED : SignatureRule.Base.NONE);
  }

  private Judged signed(
      Target target, Mirror.Found found, Mirror.Lineage lineage, SignatureRule.Base base) {
    try {
      SignatureRule.Signed signed = signatures.demand(target, found, lineage, base);
      return new Judged.Allowed(candidate(target, found, lineage, signed));
    } catch (StepFailed e) {
      return new Judged.Denied(candidate(target, found, lineage, unsigned(lineage)), e);
    }
  }

  private static SignatureRule.Signed unsigned(Mirror.Lineage lineage) {
    return new SignatureRule.Signed(Optional.empty(), lineage.touching());
  }

  /// A candidate of which no more is known than where it was found.
  static Candidate unjudged(Target target, Mirror.Found found) {
    Mirror.Lineage unread =
        Mirror.Lineage.unknown(
            Mirror.Ancestry.UNKNOWN, "it came to no judgement about the history");
    return candidate(target, found, unread, unsigned(unread));
  }

  private static Candidate candidate(
      Target target, Mirror.Found found, Mirror.Lineage lineage, SignatureRule.Signed signed) {
    return new Candidate(
        new Release(found.tip().commit(), found.blob()),
        new Origin(target.source().remote(), found.tip().branch(), target.path(), found.way()),
        found.commit(),
        signed.touching(),
        lineage.permitting(),
        signed.signer());
  }

  /// Remembers a tip that carries the live content, once.
  void remember(Target target, Release live, Mirror.Found found) {
    StatusCache cache = ports.memory().cache();
    Optional<StatusCache.Carrier> seen = cache.carrier(target, live);
    if (seen.filter(one -> one.commit().equals(found.tip().commit())).isPresent()) {
      return;
    }
    try {
      cache.remember(target, live, carrier(target, live, found, seen));
    } catch (StepFailed e) {
      LOG.debug("the tip's history could not be read, the next pass tries again", e);
    }
  }

  /// Two pushes must not do what one may not: a tip that does not descend from the deployed commit
  /// is not what a later one is compared with, though it carries the same content. Nor does a
  /// permission pass out of sight before a change has used it.
  private StatusCache.Carrier carrier(
      Target target, Release live, Mirror.Found found, Optional<StatusCache.Carrier> seen)
      throws StepFailed {
    CommitId tip = found.tip().commit();
    CommitId descendant = seen.map(StatusCache.Carrier::descendant).orElse(live.commit());
    CommitId unused = seen.map(StatusCache.Carrier::unused).orElse(live.commit());
    if (descendant.equals(tip)) {
      return new StatusCache.Carrier(tip, tip, unused);
    }
    Followed followed = followed(target, live, found);
    boolean permitsNothing = followed.lineage().permitting().equals(CommitLog.none());
    return new StatusCache.Carrier(
        tip, followed.may() ? tip : descendant, followed.may() && permitsNothing ? tip : unused);
  }

  /// A history, and whether it may be followed.
  private record Followed(Mirror.Lineage lineage, boolean may) {}

  private Followed followed(Target target, Release live, Mirror.Found found) throws StepFailed {
    if (live.commit().equals(found.tip().commit())) {
      return new Followed(nothing(), true);
    }
    Mirror.Lineage lineage = null;
    for (CommitId known : known(target, live)) {
      lineage = ports.mirror().lineage(target.source(), known, found.tip(), target.path());
      if (lineage.ancestry() == Mirror.Ancestry.DESCENDS) {
        return new Followed(lineage, true);
      }
    }
    Mirror.Lineage last = Objects.requireNonNull(lineage, "the deployed commit is known");
    boolean accepted =
        target.source().policy().rewrites() == SourcePolicy.Rewrites.ACCEPT
            || isAccepted(target, live, found);
    return new Followed(last, accepted);
  }

  /// The tip is what is deployed, or nothing is: there is nothing in between.
  private static Mirror.Lineage nothing() {
    return new Mirror.Lineage(Mirror.Ancestry.DESCENDS, CommitLog.none(), CommitLog.none());
  }

  /// What a tip may descend from: the newest such commits that were seen, and should those have
  /// gone, the deployed one itself.
  private Set<CommitId> known(Target target, Release live) {
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
  private boolean isAccepted(Target target, Release live, Mirror.Found found) throws StepFailed {
    Optional<CommitId> accepted =
        ports
            .memory()
            .orders()
            .acceptedRewrite(target.source())
            .filter(acceptance -> live.commit().equals(acceptance.replaced().get(target.name())))
            .map(Orders.Acceptance::tip);
    if (accepted.isEmpty()) {
      return false;
    }
    CommitId tip = accepted.get();
    return tip.equals(found.tip().commit())
        || ports.mirror().lineage(target.source(), tip, found.tip(), target.path()).ancestry()
            == Mirror.Ancestry.DESCENDS;
  }

  /// Where what is live came from.
  private Optional<Origin> origin(Target target, Live live) throws StepFailed {
    return ports.memory().ledger().candidate(target.name(), live).map(Candidate::origin);
  }

  private static Failure rewritten(
      Source source,
      Optional<Origin> from,
      Release deployed,
      Mirror.Found found,
      Mirror.Lineage lineage) {
    String relation =
        switch (lineage.ancestry()) {
          case UNKNOWN -> " was not found in the fetched history of ";
          case REWRITTEN, DESCENDS -> " is no ancestor of ";
        };
    boolean moved =
        from.filter(origin ->
                !origin.url().equals(source.remote())
                    || !origin.branch().equals(found.tip().branch()))
            .isPresent();
    String because =
        moved
            ? "; it was deployed from " + from.get().branch() + " of " + from.get().url()
            : switch (lineage.ancestry()) {
              case UNKNOWN -> "; it may have been rewritten";
              case REWRITTEN, DESCENDS -> ": the branch was rewritten";
            };
    return new Failure(
        Step.JUDGE,
        Remedy.ACCEPT_REWRITE,
        "the deployed commit "
            + deployed.commit().abbreviated()
            + relation
            + found.tip().commit().abbreviated()
            + ", the tip of "
            + found.tip().branch()
            + because,
        "when that was meant: lastgood accept-rewrite " + source.name() + ", then sync again");
  }
}
