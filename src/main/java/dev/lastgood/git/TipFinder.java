// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.deploy.Mirror.Tip;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/// Asks a server where the branch points, for one name and not for all of them.
///
/// @param remote how to ask
record TipFinder(Remote remote) {
  /// The tip of the source's branch, or of the branch that the remote's HEAD names.
  Tip find(Source source) throws StepFailed {
    try {
      String wanted = source.branch().map(Branch::ref).orElse(Constants.HEAD);
      Optional<Ref> ref =
          remote.ask(source, Budget.of(source), transport -> advertised(transport, wanted));
      if (source.branch().isPresent()) {
        Branch branch = source.branch().get();
        return ref.map(present -> tip(branch, present)).orElseThrow(() -> absent(source, branch));
      }
      return head(source, ref);
    } catch (IOException | RuntimeException e) {
      throw Diagnosis.of(source, Step.LOOK, e).because(e);
    }
  }

  private static Optional<Ref> advertised(Transport transport, String name) throws IOException {
    try (FetchConnection connection = transport.openFetch(List.of(new RefSpec(name)))) {
      return Optional.ofNullable(connection.getRef(name)); // whole names: prefixes match more
    }
  }

  private static Tip head(Source source, Optional<Ref> head) throws StepFailed {
    String setting = "name the branch to follow in sources." + source.name() + ".branch";
    if (head.isEmpty() || head.get().getObjectId() == null) {
      throw refusal(
          source.remote() + " is empty, or its HEAD points at a branch that does not exist",
          setting);
    }
    String target = head.get().getTarget().getName();
    if (!head.get().isSymbolic() || !target.startsWith(Constants.R_HEADS)) {
      throw refusal(source.remote() + " does not say which branch its HEAD is", setting);
    }
    return tip(new Branch(target.substring(Constants.R_HEADS.length())), head.get());
  }

  private static Tip tip(Branch branch, Ref ref) {
    ObjectId id = ref.getObjectId();
    if (id == null) {
      throw new IllegalStateException("an advertised branch points nowhere");
    }
    return new Tip(branch, new CommitId(id.name()));
  }

  private StepFailed absent(Source source, Branch branch) {
    List<String> near = NearNames.of(branch.name(), branches(source));
    return refusal(
        source.remote() + " has no branch " + branch,
        near.isEmpty()
            ? "push it, or correct sources." + source.name() + ".branch"
            : "did you mean "
                + String.join(" or ", near)
                + "? Set sources."
                + source.name()
                + ".branch");
  }

  /// All branches' names, to find what may be meant; none when that can't be had either.
  private List<String> branches(Source source) {
    try {
      return remote.ask(source, Budget.of(source), TipFinder::allBranches);
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  private static List<String> allBranches(Transport transport) throws IOException {
    try (FetchConnection connection = transport.openFetch(List.of(), Constants.R_HEADS)) {
      Collection<Ref> refs = connection.getRefs();
      return refs.stream()
          .map(Ref::getName)
          .filter(name -> name.startsWith(Constants.R_HEADS))
          .map(name -> name.substring(Constants.R_HEADS.length()))
          .toList();
    }
  }

  private static StepFailed refusal(String message, String hint) {
    return new StepFailed(Failure.newCommit(Step.LOOK, message, hint));
  }
}
