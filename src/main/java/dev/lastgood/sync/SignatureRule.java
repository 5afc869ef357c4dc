// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Failure;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StepFailed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which commits must be signed, and that they are. What can't be known is not taken for signed.
record SignatureRule(Mirror mirror, Target target) {
  /// What a candidate is compared with.
  enum Base {
    /// The deployed content, whose own history was judged when it was deployed.
    DEPLOYED,
    /// Nothing that was judged: a first deployment, another path, a rewritten branch. Then somebody
    /// on the list must have written the file as it is.
    NONE
  }

  /// What was found.
  ///
  /// @param signer who signed the tip; empty when that is not asked for
  /// @param touching the commits that made the change, as far as they are known
  record Signed(Optional<String> signer, CommitLog touching) {}

  /// Demands the signatures that the source's policy asks for.
  ///
  /// @throws StepFailed when one is missing, or it can't be known which are needed
  Signed demand(Mirror.Found found, Mirror.Lineage lineage, Base base) throws StepFailed {
    return switch (target.source().policy().signatures().require()) {
      case NONE -> new Signed(Optional.empty(), lineage.touching());
      case TIP -> {
        Set<CommitId> tip = Set.of(found.tip().commit());
        yield new Signed(Optional.of(verified(found, tip)), lineage.touching());
      }
      case ALL -> all(found, lineage, base);
    };
  }

  private Signed all(Mirror.Found found, Mirror.Lineage lineage, Base base) throws StepFailed {
    Set<CommitId> commits = new LinkedHashSet<>();
    commits.add(found.tip().commit());
    List<SourceCommit> touching = known(lineage.touching());
    touching.forEach(commit -> commits.add(commit.id()));
    switch (lineage.permitting()) {
      case CommitLog.Known(List<SourceCommit> permitting) ->
          permitting.forEach(commit -> commits.add(commit.id()));
      case CommitLog.Unknown _ -> {} // and so they permit nothing
    }
    if (base == Base.DEPLOYED) {
      return new Signed(Optional.of(verified(found, commits)), lineage.touching());
    }
    CommitLog writer = mirror.writer(target.source(), found.tip(), target.path());
    known(writer).forEach(commit -> commits.add(commit.id()));
    return new Signed(
        Optional.of(verified(found, commits)), touching.isEmpty() ? writer : lineage.touching());
  }

  private List<SourceCommit> known(CommitLog log) throws StepFailed {
    return switch (log) {
      case CommitLog.Known(List<SourceCommit> commits) -> commits;
      case CommitLog.Unknown(String why) -> throw new StepFailed(untold(why));
    };
  }

  private Failure untold(String why) {
    return Failure.operator(
        Step.JUDGE,
        "signatures are required of every commit that changed "
            + target.path()
            + ", and the history does not tell which these are: "
            + why,
        "to go on from the tip, when its signer vouches for the file, set "
            + target.source().setting("signatures.require")
            + " to tip for one sync");
  }

  private String verified(Mirror.Found found, Set<CommitId> commits) throws StepFailed {
    return mirror.verify(target.source(), found.tip(), List.copyOf(commits));
  }
}
