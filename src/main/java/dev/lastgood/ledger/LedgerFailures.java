// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.file.DiskFault;
import dev.lastgood.file.FileAttributes.Owner;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;

/// What an operator is told when the ledger can't be read or written. Each waits for the operator:
/// a pass that can't trust its record does nothing.
final class LedgerFailures {
  private final Path directory;
  private final String mend;

  LedgerFailures(Path directory) {
    this(
        directory,
        "lastgood verify names the first entry that does not fit; restore the ledger from a copy");
  }

  private LedgerFailures(Path directory, String mend) {
    this.directory = directory;
    this.mend = mend;
  }

  /// Of a copy that somebody gave.
  ///
  /// @param given how
  static LedgerFailures ofCopy(Path directory, String given) {
    return new LedgerFailures(
        directory,
        "lastgood verify --ledger "
            + given
            + " names the first entry that does not fit; clone the record again");
  }

  StepFailed of(Step step, IOException cause) {
    return new StepFailed(failure(step, cause), cause);
  }

  private Failure failure(Step step, IOException cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      switch (each) {
        case LedgerFiles.NotALedger _ -> {
          return Failure.operator(
              step,
              "there is something else where the ledger belongs: " + detail(cause),
              ("move it away, or restore the ledger there; an absent ledger is created:"
                      + " mv %s %s.broken")
                  .formatted(directory, directory));
        }
        case LedgerDamaged _,
            MissingObjectException _,
            CorruptObjectException _,
            IncorrectObjectTypeException _ -> {
          return Failure.operator(
              step, "the ledger " + directory + " is damaged: " + detail(cause), mend);
        }
        default -> {}
      }
    }
    return refused(step, DiskFault.of(directory, cause), detail(cause));
  }

  private Failure refused(Step step, DiskFault fault, String detail) {
    return switch (fault.cause()) {
      case FULL, QUOTA, READ_ONLY, BROKEN ->
          Failure.operator(step, "the ledger can't be used: " + fault.message(), fault.hint());
      case DENIED ->
          Failure.operator(
              step,
              "the ledger cannot be written or read by this user: " + detail,
              "run lastgood as the owner of the state directory%s, or: chown -R %s %s"
                  .formatted(owner(), Owner.ourselves(), DiskFault.directory(directory)));
      case OTHER ->
          Failure.operator(
              step,
              "the ledger " + directory + " could not be used: " + detail,
              "ls -la %s shows what is there; lastgood verify checks it".formatted(directory));
    };
  }

  private String owner() {
    try {
      return " (" + Files.getOwner(DiskFault.directory(directory)).getName() + ")";
    } catch (IOException e) {
      return "";
    }
  }

  private static String detail(IOException cause) {
    return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
  }
}
