// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.transport.UploadPack;

/// Serves the ledger to one `git fetch`, read-only, over a pair of streams: a copy elsewhere is
/// what a rewritten ledger is held against.
final class LedgerUploadPack {
  private final LedgerAccess access;
  private final Path stateDirectory;

  /// Serves the ledger in a state directory.
  LedgerUploadPack(Path stateDirectory) {
    this.access = new LedgerAccess(stateDirectory);
    this.stateDirectory = stateDirectory;
  }

  /// Speaks Git's protocol until the other side has what it wants or goes away.
  ///
  /// @throws StepFailed when there is no ledger or the conversation breaks off
  void serve(InputStream in, OutputStream out) throws StepFailed {
    Optional<OpenLedger> served =
        access.read(
            Step.RECOVER,
            ledger -> {
              new UploadPack(ledger.jgit()).upload(in, out, null);
              return ledger;
            });
    if (served.isEmpty()) {
      throw new StepFailed(
          Failure.operator(
              Step.RECOVER,
              "there is no ledger in " + stateDirectory,
              "the first pass creates it: lastgood sync"));
    }
  }
}
