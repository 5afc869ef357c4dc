// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.StepFailed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;

/// What an operator is told when the ledger can't be read or written. Each waits for the operator:
/// a pass that can't trust its record does nothing.
final class LedgerFailures {
  private static final long ALMOST_NOTHING = 64 * 1024;

  private final Path directory;

  LedgerFailures(Path directory) {
    this.directory = directory;
  }

  StepFailed of(Step step, IOException cause) {
    return new StepFailed(Failure.operator(step, message(cause), hint(cause)), cause);
  }

  private String message(IOException cause) {
    return switch (kind(cause)) {
      case FULL -> "the disk that holds the ledger is full: " + directory;
      case DENIED -> "the ledger cannot be written or read by this user: " + detail(cause);
      case READ_ONLY -> "the file system that holds the ledger is read-only: " + directory;
      case NO_LEDGER -> "there is something else where the ledger belongs: " + detail(cause);
      case DAMAGED -> "the ledger " + directory + " is damaged: " + detail(cause);
      case OTHER -> "the ledger " + directory + " could not be used: " + detail(cause);
    };
  }

  private String hint(IOException cause) {
    return switch (kind(cause)) {
      case FULL -> "free space, then run the command again: df -h " + directory.getParent();
      case DENIED ->
          "run lastgood as the owner of the state directory%s, or: chown -R %s %s"
              .formatted(owner(), System.getProperty("user.name", "lastgood"), existing());
      case READ_ONLY -> "see why it is mounted so: findmnt -T " + directory.getParent();
      case NO_LEDGER ->
          "move it away, or restore the ledger there; an absent ledger is created: mv %s %s.broken"
              .formatted(directory, directory);
      case DAMAGED ->
          "lastgood verify names the first entry that does not fit; restore the ledger from a copy";
      case OTHER -> "ls -la %s shows what is there; lastgood verify checks it".formatted(directory);
    };
  }

  private Kind kind(IOException cause) {
    Kind kind = Kind.OTHER;
    for (Throwable each = cause; each != null && kind == Kind.OTHER; each = each.getCause()) {
      kind = own(each);
    }
    return kind == Kind.OTHER ? asked() : kind;
  }

  private static Kind own(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return Kind.FULL;
    } else if (message.contains("read-only file system")) {
      return Kind.READ_ONLY;
    } else if (cause instanceof AccessDeniedException || message.contains("permission denied")) {
      return Kind.DENIED;
    }
    return switch (cause) {
      case LedgerFiles.NotALedger _ -> Kind.NO_LEDGER;
      case LedgerDamaged _,
          MissingObjectException _,
          CorruptObjectException _,
          IncorrectObjectTypeException _ ->
          Kind.DAMAGED;
      default -> Kind.OTHER;
    };
  }

  /// JGit drops the reason of some failed writes, so the file system is asked.
  private Kind asked() {
    try {
      Path existing = existing();
      FileStore store = Files.getFileStore(existing);
      if (store.isReadOnly()) {
        return Kind.READ_ONLY;
      } else if (!Files.isWritable(existing)) {
        return Kind.DENIED;
      }
      return store.getUsableSpace() < ALMOST_NOTHING ? Kind.FULL : Kind.OTHER;
    } catch (IOException e) {
      return Kind.OTHER;
    }
  }

  /// The ledger, or what of the way to it is there.
  private Path existing() {
    return Stream.iterate(directory, path -> path != null, Path::getParent)
        .filter(Files::exists)
        .findFirst()
        .orElse(directory);
  }

  private String owner() {
    try {
      return " (" + Files.getOwner(existing()).getName() + ")";
    } catch (IOException e) {
      return "";
    }
  }

  private static String detail(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private enum Kind {
    FULL,
    DENIED,
    READ_ONLY,
    NO_LEDGER,
    DAMAGED,
    OTHER
  }
}
