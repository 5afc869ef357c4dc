// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Release;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Judges where a candidate comes from: its history and its signatures.
final class Judge {
  private final Ports ports;

  Judge(Ports ports) {
    this.ports = ports;
  }

  /// The candidate with its history, when that may be followed.
  ///
  /// @throws StepFailed of step [Step#JUDGE] when it may not
  Candidate judge(Target target, History history, Mirror.Found found) throws StepFailed {
    Optional<CommitId> deployed = history.live().origin();
    List<SourceCommit> touching = List.of();
    if (deployed.isPresent() && !deployed.get().equals(found.tip().commit())) {
      Followed followed = followed(target, history, found);
      if (!followed.may()) {
        throw new StepFailed(rewritten(target.source(), deployed.get(), found, followed.lineage()));
      }
      touching = followed.lineage().touching();
    }
    Optional<String> signer = signer(target.source(), found, touching);
    return new Candidate(
        new Release(found.tip().commit(), found.blob()),
        new Origin(target.source().remote(), found.tip().branch(), target.path(), found.way()),
        found.commit(),
        touching,
        signer);
  }

  /// What to remember of a tip that carries the live content.
  ///
  /// Two pushes must not do what one may not: a tip that does not descend from the deployed commit
  /// is not what a later one is compared with, though it carries the same content.
  Sightings.Carrier carrier(Target target, History history, Mirror.Found found) throws StepFailed {
    CommitId tip = found.tip().commit();
    CommitId known = descendant(target, history).orElse(tip);
    boolean follows = known.equals(tip) || followed(target, history, found).may();
    return new Sightings.Carrier(found.blob(), tip, follows ? tip : known);
  }

  /// A history, and whether it may be followed.
  private record Followed(Mirror.Lineage lineage, boolean may) {}

  private Followed followed(Target target, History history, Mirror.Found found) throws StepFailed {
    Mirror.Lineage lineage = null;
    for (CommitId known : known(target, history)) {
      lineage = ports.mirror().lineage(target.source(), known, found.tip(), target.path());
      if (lineage.ancestry() == Mirror.Ancestry.DESCENDS) {
        return new Followed(lineage, true);
      }
    }
    Mirror.Lineage last = Objects.requireNonNull(lineage, "nothing is deployed");
    boolean accepted =
        target.source().policy().rewrites() == SourcePolicy.Rewrites.ACCEPT
            || isAccepted(target, found);
    return new Followed(last, accepted);
  }

  /// What a tip may descend from: the newest such commit that was seen, and should that one have
  /// gone, the deployed one itself.
  private Set<CommitId> known(Target target, History history) {
    Set<CommitId> known = new LinkedHashSet<>();
    descendant(target, history).ifPresent(known::add);
    history.live().origin().ifPresent(known::add);
    return known;
  }

  private Optional<CommitId> descendant(Target target, History history) {
    Optional<CommitId> seen =
        ports
            .memory()
            .sightings()
            .carrier(target.name())
            .filter(carrier -> history.live().content().equals(Optional.of(carrier.blob())))
            .map(Sightings.Carrier::descendant);
    return seen.isPresent() ? seen : history.live().origin();
  }

  private boolean isAccepted(Target target, Mirror.Found found) throws StepFailed {
    Optional<Orders.Acceptance> accepted =
        ports.memory().orders().acceptedRewrite(target.source().name());
    if (accepted.isEmpty()) {
      return false;
    }
    CommitId tip = accepted.get().tip();
    return tip.equals(found.tip().commit())
        || ports.mirror().lineage(target.source(), tip, found.tip(), target.path()).ancestry()
            == Mirror.Ancestry.DESCENDS;
  }

  private static Failure rewritten(
      Source source, CommitId deployed, Mirror.Found found, Mirror.Lineage lineage) {
    Mirror.Ancestry ancestry = lineage.ancestry();
    String message =
        "the deployed commit "
            + deployed.abbreviated()
            + (ancestry == Mirror.Ancestry.UNKNOWN
                ? " was not found in the fetched history of "
                : " is no ancestor of ")
            + found.tip().commit().abbreviated()
            + ", the tip of "
            + found.tip().branch()
            + (ancestry == Mirror.Ancestry.UNKNOWN
                ? "; it may have been rewritten"
                : ": the branch was rewritten");
    return new Failure(
        Step.JUDGE,
        Remedy.ACCEPT_REWRITE,
        message,
        "when that was meant: lastgood accept-rewrite " + source.name() + ", then sync again");
  }

  private Optional<String> signer(Source source, Mirror.Found found, List<SourceCommit> touching)
      throws StepFailed {
    CommitId tip = found.tip().commit();
    List<CommitId> commits =
        switch (source.policy().signatures().require()) {
          case NONE -> List.of();
          case TIP -> List.of(tip);
          case ALL ->
              Stream.concat(Stream.of(tip), touching.stream().map(SourceCommit::id))
                  .distinct()
                  .toList();
        };
    return commits.isEmpty()
        ? Optional.empty()
        : Optional.of(ports.mirror().verify(source, new ArrayList<>(commits)));
  }
}
