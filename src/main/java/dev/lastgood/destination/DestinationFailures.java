// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.DiskFault;
import dev.lastgood.file.ExtendedAttributes;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/// What stands in the way of reading or writing a destination, and what clears it.
final class DestinationFailures {
  private DestinationFailures() {}

  static void refuseMissingDirectory(Path path) throws StepFailed {
    Path directory = directory(path);
    if (!Files.exists(directory)) {
      throw StepFailed.operator(
          Step.STAGE,
          "the directory of " + path + " does not exist",
          "create it: install -d -m 0755 -o " + FileAttributes.Owner.ourselves() + " " + directory);
    }
    if (!Files.isDirectory(directory)) {
      throw StepFailed.operator(
          Step.STAGE,
          directory + " is no directory, so " + path + " can't be in it",
          "name another destination");
    }
  }

  static StepFailed to(Step step, Path path, IOException error) {
    return new StepFailed(failure(step, path, error), error);
  }

  private static Failure failure(Step step, Path path, IOException error) {
    String reason = Objects.requireNonNullElse(error.getMessage(), error.toString());
    return switch (error) {
      case FileAttributes.OwnerNotGiven _ -> ownerNotKept(step, path);
      case ExtendedAttributes.NotGiven beside -> besideNotKept(step, path, beside);
      case AtomicFile.NotFlushed _ -> notFlushed(step, path, reason);
      case RegularFile.TooLarge _ ->
          Failure.operator(
              step,
              path + " is no configuration file, and not touched: " + reason,
              "check the destination's path, or move the file away");
      case NoSuchFileException _ ->
          Failure.retry(step, reason + " is gone: somebody removed it meanwhile", "");
      default ->
          reason.contains("Device or resource busy")
              ? mountPoint(step, path)
              : of(step, path, DiskFault.of(path, error));
    };
  }

  static Failure of(Step step, Path path, DiskFault fault) {
    String message =
        switch (fault.cause()) {
          case FULL, QUOTA, BROKEN -> fault.message() + "; " + path + " is as it was";
          case READ_ONLY, DENIED -> fault.message();
          case OTHER -> "can't replace " + path + ": " + fault.message();
        };
    return Failure.operator(step, message, fault.hint());
  }

  static Failure mountPoint(Step step, Path path) {
    return Failure.operator(
        step,
        path + " is a mount point itself, so it can't be replaced by a rename",
        "mount its directory instead of the single file");
  }

  /// The new bytes are there for everybody who reads, and the disk has not said that it keeps them.
  private static Failure notFlushed(Step step, Path path, String reason) {
    return Failure.operator(
        step,
        path + " was replaced, and after a power cut the old file may be back: " + reason,
        "look at the disk: journalctl -k -p err; ls -ld " + directory(path));
  }

  private static Failure besideNotKept(Step step, Path path, ExtendedAttributes.NotGiven beside) {
    return Failure.operator(
        step,
        "%s has %s, which %s can't give to its successor: %s"
            .formatted(path, beside.words(), FileAttributes.Owner.ourselves(), beside.getMessage()),
        "run lastgood as root, or take it off once: " + beside.takenOff(path));
  }

  /// Told before a rename is tried: the kernel refuses it, to root as well.
  static Failure held(Step step, Path path) {
    return Failure.operator(
        step,
        path + " is immutable or append-only, so that nothing can replace it",
        "see lsattr -d " + path + "; chattr -i -a " + path);
  }

  static Failure ownerNotKept(Step step, Path path) {
    String owner = owner(path);
    return Failure.operator(
        step,
        "%s belongs to %s, and %s may not give a file to them"
            .formatted(path, owner, FileAttributes.Owner.ourselves()),
        ("hand it over once (its readers need a mode that lets them read): chown %s: %s"
                + " (or run lastgood as root or as that user)")
            .formatted(FileAttributes.Owner.ourselves(), path));
  }

  private static String owner(Path path) {
    try {
      return "%s:%s"
          .formatted(
              Files.getAttribute(path, "posix:owner"), Files.getAttribute(path, "posix:group"));
    } catch (IOException _) {
      return "somebody else";
    }
  }

  static Path directory(Path path) {
    return Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
  }
}
