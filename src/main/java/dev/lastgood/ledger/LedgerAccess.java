// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Opens the ledger for one piece of work, and tells an operator's failure from a Java one.
final class LedgerAccess {
  private final LedgerFiles files;
  private final LedgerFailures failures;
  private final Map<TargetName, String> branches;
  private final String option;

  LedgerAccess(Path stateDirectory) {
    this.files = new LedgerFiles(stateDirectory);
    this.failures = new LedgerFailures(files.directory());
    this.branches = Map.of();
    this.option = "";
  }

  private LedgerAccess(LedgerFiles copy, String given, Map<TargetName, String> branches) {
    this.files = copy;
    this.failures = LedgerFailures.ofCopy(copy.directory(), given);
    this.branches = branches;
    this.option = " --ledger " + given;
  }

  /// A copy of a ledger, to be read only.
  ///
  /// @param given how somebody gave it
  /// @param branches the refs of chains that are not where they are in a ledger
  static LedgerAccess copy(Path repository, String given, Map<TargetName, String> branches) {
    return new LedgerAccess(LedgerFiles.of(repository), given, branches);
  }

  /// What a command needs beside a target's name to be about the same ledger, for a hint.
  String option() {
    return option;
  }

  /// Reads, without a lock and without creating anything.
  ///
  /// @return empty when there is no ledger yet
  <T> Optional<T> read(Step step, Work<T> work) throws StepFailed {
    try {
      Optional<LedgerRepository> found = files.openForReading();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (LedgerRepository repository = found.get()) {
        return Optional.of(work.with(new OpenLedger(repository, branches)));
      }
    } catch (IOException e) {
      throw failures.of(step, e);
    }
  }

  /// Writes; the caller holds the state directory's lock.
  <T> T write(Step step, Work<T> work) throws StepFailed {
    try (LedgerRepository repository = files.openForWriting()) {
      return work.with(new OpenLedger(repository));
    } catch (IOException e) {
      throw failures.of(step, e);
    }
  }

  /// Whether killed passes left files that the next [#write] removes.
  boolean isLittered() throws StepFailed {
    try {
      return !files.temporary().isEmpty() || files.isStagingThere();
    } catch (IOException e) {
      throw failures.of(Step.RECOVER, e);
    }
  }

  /// A piece of work on an open ledger.
  interface Work<T> {
    T with(OpenLedger ledger) throws IOException, StepFailed;
  }
}
