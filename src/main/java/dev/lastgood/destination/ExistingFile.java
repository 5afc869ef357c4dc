// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.file.FileAttributes.Owner;
import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Failure;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/// The regular file that stands at a path.
record ExistingFile(FileMode mode, Owner owner) {
  /// What stands at a path.
  ///
  /// @return empty when nothing does
  /// @throws StepFailed when it is no regular file
  static Optional<ExistingFile> at(Path path, Step step) throws StepFailed {
    try {
      PosixFileAttributes seen =
          Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW_LINKS);
      if (!seen.isRegularFile()) {
        throw new StepFailed(refusal(path, seen, step));
      }
      return Optional.of(new ExistingFile(FileMode.of(seen.permissions()), Owner.of(path)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw DestinationFailures.to(step, path, e);
    }
  }

  /// A regular file's bytes.
  ///
  /// @throws RegularFile.TooLarge when there are more than `most`; so many are read, and no more
  static byte[] bytes(Path path, int most) throws IOException {
    try (InputStream in = Files.newInputStream(path, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
      return RegularFile.bounded(in, most);
    }
  }

  private static Failure refusal(Path path, PosixFileAttributes seen, Step step)
      throws IOException {
    if (seen.isSymbolicLink()) {
      return Failure.operator(
          step,
          path + " is a symlink to " + Files.readSymbolicLink(path) + "; it is not touched",
          "name the file itself as destination, or remove the link: rm " + path);
    }
    if (seen.isDirectory()) {
      return Failure.operator(
          step,
          path + " is a directory; it is not touched",
          "name a file in it as destination, or, when a container engine made it for a file that"
              + " was missing: rmdir "
              + path);
    }
    return Failure.operator(
        step,
        path + " is a device, pipe or socket; it is not touched",
        "name a regular file as destination");
  }
}
