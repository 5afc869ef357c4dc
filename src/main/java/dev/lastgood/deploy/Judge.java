// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Release;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      touching = lineage(target, deployed.get(), found).touching();
    }
    Optional<String> signer = signer(target.source(), found, touching);
    return new Candidate(
        new Release(found.tip().commit(), found.blob()),
        new Origin(target.source().remote(), found.tip().branch(), target.path(), found.way()),
        found.commit(),
        touching,
        signer);
  }

  private Mirror.Lineage lineage(Target target, CommitId deployed, Mirror.Found found)
      throws StepFailed {
    Source source = target.source();
    Mirror.Lineage lineage = ports.mirror().lineage(source, deployed, found.tip(), target.path());
    boolean follow =
        lineage.ancestry() == Mirror.Ancestry.DESCENDS
            || source.policy().rewrites() == SourcePolicy.Rewrites.ACCEPT
            || isAccepted(target, found);
    if (!follow) {
      throw new StepFailed(rewritten(source, deployed, found, lineage.ancestry()));
    }
    return lineage;
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
      Source source, CommitId deployed, Mirror.Found found, Mirror.Ancestry ancestry) {
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
    return Failure.operator(
        Step.JUDGE,
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
