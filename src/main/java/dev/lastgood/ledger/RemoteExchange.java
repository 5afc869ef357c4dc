// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.git.link.BoundedRepository;
import dev.lastgood.git.link.BranchUpdate;
import dev.lastgood.git.link.Connector;
import dev.lastgood.git.link.ExchangeFailed;
import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.git.link.TransferLimit;
import dev.lastgood.git.link.TransferLimit.Asked;
import dev.lastgood.model.Remote;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.Connection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/// What is said to the record's remote, and what comes from there.
record RemoteExchange(Remote remote, Connector connector, Staging staging) {
  private static final String INCOMING = "refs/heads/incoming";

  /// Work on what was brought.
  interface Work<T> {
    T with(OpenLedger staged) throws IOException, StepFailed;
  }

  /// Where a branch points; empty when it is not there.
  Optional<ObjectId> tip(RemoteBranch branch) throws StepFailed {
    RefSpec wanted = new RefSpec(branch.ref());
    return tip(branch, transport -> transport.openFetch(List.of(wanted)));
  }

  /// The same, asked as one who pushes.
  Optional<ObjectId> tipForPush(RemoteBranch branch) throws StepFailed {
    return tip(branch, Transport::openPush);
  }

  private Optional<ObjectId> tip(RemoteBranch branch, Connector.Conversation<Connection> opening)
      throws StepFailed {
    try {
      return connector.ask(
          remote,
          transport -> {
            try (Connection server = opening.with(transport)) {
              return Optional.ofNullable(server.getRef(branch.ref()))
                  .map(Ref::getObjectId)
                  .map(ObjectId::copy);
            }
          });
    } catch (IOException | RuntimeException e) {
      throw ExchangeProblem.of(remote, Step.RECONCILE, e).because(e);
    }
  }

  /// Brings what a branch has more than the ledger, and moves it into the ledger when the work on
  /// it ends well.
  ///
  /// @param tip where the branch was seen
  <T> T bring(RemoteBranch branch, ObjectId tip, Work<T> work) throws IOException, StepFailed {
    staging.create();
    try (BoundedRepository repository = staging.open(TransferLimit.of(remote, Asked.OBJECTS))) {
      fetch(branch, tip, repository);
      T result = work.with(new OpenLedger(staging.read(repository)));
      staging.moveIntoLedger();
      return result;
    } finally {
      staging.remove();
    }
  }

  private void fetch(RemoteBranch branch, ObjectId tip, BoundedRepository into) throws StepFailed {
    RefSpec spec = new RefSpec("+" + branch.ref() + ":" + INCOMING);
    try {
      connector.fetch(
          into.limit(),
          into,
          transport -> transport.fetch(NullProgressMonitor.INSTANCE, List.of(spec)));
      if (!tip.equals(into.resolve(INCOMING))) {
        throw ExchangeFailed.retry(
            branch + " was moved while it was read", "the next pass reads it where it is then");
      }
    } catch (IOException | RuntimeException e) {
      throw ExchangeProblem.of(remote, Step.RECONCILE, e).because(e);
    }
  }

  /// Moves a branch on.
  ///
  /// @throws IOException when the ledger can't be read
  void push(OpenLedger ledger, BranchUpdate update) throws IOException, StepFailed {
    try {
      connector.push(remote, ledger.jgit(), update);
    } catch (MissingObjectException | CorruptObjectException | IncorrectObjectTypeException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw ExchangeProblem.of(remote, Step.PUSH, e).because(e);
    }
  }
}
