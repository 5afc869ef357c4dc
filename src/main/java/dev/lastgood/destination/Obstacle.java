// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.Attributes;
import dev.lastgood.file.Look;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.StepFailed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/// What stands in the way of reading or writing a destination, and what clears it.
///
/// The JDK has no types for most of the system's errors, only their texts, which a locale may
/// translate. So the file system is asked first, and the text is what is left.
final class Obstacle {
  private Obstacle() {}

  static void refuseMissingDirectory(Path path) throws StepFailed {
    Path directory = directory(path);
    if (!Files.exists(directory)) {
      throw new StepFailed(
          Failure.operator(
              Step.STAGE,
              "the directory of " + path + " does not exist",
              "create it: install -d -m 0755 -o " + Look.Owner.ourselves() + " " + directory));
    }
    if (!Files.isDirectory(directory)) {
      throw new StepFailed(
          Failure.operator(
              Step.STAGE,
              directory + " is no directory, so " + path + " can't be in it",
              "name another destination"));
    }
  }

  static StepFailed to(Step step, Path path, IOException error) {
    return new StepFailed(failure(step, path, error), error);
  }

  private static Failure failure(Step step, Path path, IOException error) {
    String reason = Objects.requireNonNullElse(error.getMessage(), error.toString());
    if (error instanceof Look.OwnerNotGiven) {
      return ownerNotKept(step, path);
    }
    if (error instanceof Attributes.NotGiven beside) {
      return besideNotKept(step, path, beside);
    }
    if (error instanceof AtomicFile.NotFlushed) {
      return notFlushed(step, path, reason);
    }
    if (error instanceof Standing.TooLarge) {
      return Failure.operator(
          step,
          reason + ": this is not taken for a configuration file, and it is not touched",
          "check the destination's path, or move the file away");
    }
    if (error instanceof AccessDeniedException) {
      return denied(step, path);
    }
    if (error instanceof NoSuchFileException) {
      return Failure.retry(step, reason + " is gone: somebody removed it meanwhile", "");
    }
    return systems(step, path, reason);
  }

  private static Failure systems(Step step, Path path, String reason) {
    Path directory = directory(path);
    if (isFull(directory)
        || reason.contains("No space left on device")
        || reason.contains("Disk quota exceeded")) {
      return full(step, path);
    }
    if (isReadOnly(directory) || reason.contains("Read-only file system")) {
      return readOnly(step, directory);
    }
    if (reason.contains("Device or resource busy")) {
      return mountPoint(step, path);
    }
    return Failure.operator(
        step,
        "can't replace " + path + ": " + reason,
        "look at it: ls -ld " + directory + " " + path);
  }

  static Failure full(Step step, Path path) {
    Path directory = directory(path);
    return Failure.operator(
        step,
        "no space left in " + directory + space(directory) + "; " + path + " is as it was",
        "make room: df -h " + directory + "; df -i " + directory);
  }

  static Failure readOnly(Step step, Path directory) {
    return Failure.operator(
        step,
        directory + " can't be written: it is mounted read-only",
        "where systemd's sandbox does that, add to the unit: ReadWritePaths=" + directory);
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

  static Failure denied(Step step, Path path) {
    Path directory = directory(path);
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      return Failure.operator(
          step,
          Look.Owner.ourselves() + " may not read in " + directory,
          "a rename there could not be flushed to disk: chmod u+rwx " + directory);
    }
    if (!Files.isWritable(directory)) {
      return Failure.operator(
          step,
          Look.Owner.ourselves() + " may not write in " + directory,
          "give the directory to that user: chown " + Look.Owner.ourselves() + " " + directory);
    }
    return Failure.operator(
        step,
        Look.Owner.ourselves() + " may not read " + path,
        "let that user read it: setfacl -m u:" + Look.Owner.ourselves() + ":r " + path);
  }

  private static Failure besideNotKept(Step step, Path path, Attributes.NotGiven beside) {
    return Failure.operator(
        step,
        path
            + " has "
            + beside.words()
            + ", which "
            + Look.Owner.ourselves()
            + " can't give to its successor: "
            + beside.getMessage(),
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
        path
            + " belongs to "
            + owner
            + ", and "
            + Look.Owner.ourselves()
            + " may not give a file to them",
        "hand it over once (its readers need a mode that lets them read): chown "
            + Look.Owner.ourselves()
            + ": "
            + path
            + " (or run lastgood as root or as that user)");
  }

  private static String owner(Path path) {
    try {
      return Files.getAttribute(path, "posix:owner")
          + ":"
          + Files.getAttribute(path, "posix:group");
    } catch (IOException _) {
      return "somebody else";
    }
  }

  private static boolean isFull(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isReadOnly(Path directory) {
    try {
      return Files.getFileStore(directory).isReadOnly();
    } catch (IOException _) {
      return false;
    }
  }

  private static String space(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return " (%s: %d of %d KiB free)"
          .formatted(store.name(), store.getUsableSpace() / 1024, store.getTotalSpace() / 1024);
    } catch (IOException _) {
      return "";
    }
  }

  static Path directory(Path path) {
    return Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
  }
}
