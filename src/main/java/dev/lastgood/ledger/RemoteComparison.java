// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.EntryId;
import dev.lastgood.sync.port.LedgerRemote.Comparison;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/// Holds a target's chain against a remote's branch, and remembers what that is known to have.
record RemoteComparison(RemoteExchange exchange, RemoteBranch branch, OpenLedger ledger) {
  /// Of a record as long as one may be, on a slow machine.
  private static final Duration VERIFICATION = Duration.ofMinutes(10);

  /// What is known without asking.
  ///
  /// @param here where the chain ends
  /// @param there what the remote is known to have
  /// @param lost what it had until it was seen to be something else
  record Known(Optional<ObjectId> here, Optional<ObjectId> there, Optional<ObjectId> lost) {
    static Known of(OpenLedger ledger, RemoteBranch branch) throws IOException {
      return new Known(
          ledger.tip(branch.target()),
          commit(ledger, branch.tracking()),
          commit(ledger, branch.lost()));
    }

    /// A ref that names no commit of the ledger says nothing; the next comparison sets it.
    private static Optional<ObjectId> commit(OpenLedger ledger, String ref) throws IOException {
      Optional<ObjectId> id = ledger.refs().read(ref);
      try {
        return id.isPresent() ? Optional.of(ledger.objects().commit(id.get()).copy()) : id;
      } catch (MissingObjectException | IncorrectObjectTypeException e) {
        return Optional.empty();
      }
    }

    /// What the remote has, or had.
    Optional<ObjectId> once() {
      return there.or(this::lost);
    }
  }

  /// How they stand to each other when the branch ends there.
  Comparison with(ObjectId there) throws IOException, StepFailed {
    Comparison comparison = with(there, Known.of(ledger, branch));
    ledger.refs().point(branch.tracking(), there);
    ledger.refs().delete(branch.lost());
    return comparison;
  }

  private Comparison with(ObjectId there, Known known) throws IOException, StepFailed {
    if (known.here().filter(there::equals).isPresent()) {
      return new Comparison.Equal();
    }
    if (known.here().isPresent()
        && new Ancestry(ledger.objects()).contains(known.here().get(), there)) {
      return new Comparison.Ahead();
    }
    return exchange.bring(branch, there, staged -> judged(there, known, staged));
  }

  private Comparison judged(ObjectId there, Known known, OpenLedger staged)
      throws IOException, StepFailed {
    Optional<String> problem =
        new IncomingCheck(staged, ledger, branch.target(), VERIFICATION)
            .problem(there, exchange.connector().progress());
    if (problem.isPresent()) {
      lose(known);
      throw RemoteRefusals.noRecord(branch, problem.get());
    }
    Ancestry ancestry = new Ancestry(staged.objects());
    Optional<ObjectId> once = known.once();
    if (once.isPresent() && !ancestry.contains(there, once.get())) {
      lose(known);
      throw RemoteRefusals.rewritten(branch, ledger.directory(), there, once.get());
    }
    EntryId tip = EntryReader.entryId(there);
    return known.here().isEmpty() || ancestry.contains(there, known.here().get())
        ? new Comparison.Behind(tip)
        : new Comparison.Apart(tip);
  }

  /// What it had it is not known to have any more.
  private void lose(Known known) throws IOException {
    if (known.there().isPresent()) {
      ledger.refs().point(branch.lost(), known.there().get());
      ledger.refs().delete(branch.tracking());
    }
  }

  /// The branch is not there.
  void withNothing() throws IOException {
    ledger.refs().delete(branch.tracking());
    ledger.refs().delete(branch.lost());
  }
}
