// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.wire.LsRefs;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Nearest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Finds where a source's branch points, or the branch that the remote's HEAD names.
record TipFinder(Source source, RefQuery refs) {
  TipFinder(RefQuery refs) {
    this(refs.source(), refs);
  }

  /// The branch's tip.
  ///
  /// @throws StepFailed when there is no such branch
  Tip find() throws IOException, StepFailed {
    if (source.branch().isEmpty()) {
      return head(refs.named(Constants.HEAD));
    }
    Branch branch = source.branch().get();
    return refs.named(branch.ref())
        .map(present -> tip(branch, present))
        .orElseThrow(() -> absent(branch));
  }

  private Tip head(Optional<LsRefs.Ref> head) throws StepFailed {
    String setting = "name the branch to follow in " + source.setting("branch");
    if (head.isEmpty()) {
      throw refusal(
          source.url() + " is empty, or its HEAD points at a branch that does not exist", setting);
    }
    Optional<String> target =
        head.get().target().filter(name -> name.startsWith(Constants.R_HEADS));
    if (target.isEmpty()) {
      throw refusal(source.url() + " does not say which branch its HEAD is", setting);
    }
    return tip(new Branch(target.get().substring(Constants.R_HEADS.length())), head.get());
  }

  private static Tip tip(Branch branch, LsRefs.Ref ref) {
    return new Tip(branch, new CommitId(ref.id().name()));
  }

  private StepFailed absent(Branch branch) {
    List<String> near = Nearest.of(branch.name(), branches(), 3);
    return refusal(
        source.url() + " has no branch " + branch,
        near.isEmpty()
            ? "push it, or correct " + source.setting("branch")
            : "did you mean " + String.join(" or ", near) + "? Set " + source.setting("branch"));
  }

  /// All branches' names, to find what may be meant; none when that can't be had either.
  private List<String> branches() {
    try {
      return refs.branches();
    } catch (IOException | StepFailed | RuntimeException e) {
      return List.of();
    }
  }

  private static StepFailed refusal(String message, String hint) {
    return StepFailed.newCommit(Step.LOOK, message, hint);
  }
}
