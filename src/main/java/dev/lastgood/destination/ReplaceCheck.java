// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import dev.lastgood.file.DiskFault;
import dev.lastgood.file.ExtendedAttributes;
import dev.lastgood.file.FileAttributes.Owner;
import dev.lastgood.host.Credentials;
import dev.lastgood.host.Mounts;
import dev.lastgood.model.Place;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a destination could be replaced, and its old file put back: looked at and not tried, so
/// that nothing is changed by the question.
final class ReplaceCheck {
  /// Beside the bytes: what a file system needs for names and attributes.
  private static final long SLACK = 64 * 1024;

  private static final int STICKY = 01000;

  private final Path directory;
  private final Mounts mounts;
  private final Credentials credentials;

  private ReplaceCheck(Path directory, Mounts mounts, Credentials credentials) {
    this.directory = directory;
    this.mounts = mounts;
    this.credentials = credentials;
  }

  static void require(Place place) throws StepFailed {
    Path path = place.path();
    DestinationFailures.refuseMissingDirectory(path);
    try {
      Path directory = DestinationFailures.directory(path).toRealPath();
      ReplaceCheck check = new ReplaceCheck(directory, Mounts.here(), Credentials.here());
      check.requireDirectory(path);
      Optional<ExistingFile> old = check.requireReplaceable(path);
      if (old.isPresent()) {
        check.requireOwner(path, old.get().owner());
      }
      if (place.keepPrevious()) {
        check.requireReplaceable(FileDestination.previous(path));
      }
      check.requireRoom(path, place.keepPrevious());
    } catch (IOException e) {
      throw DestinationFailures.to(Step.STAGE, path, e);
    }
  }

  /// A file is made in it, renamed in it, and the directory is flushed, which needs reading.
  private void requireDirectory(Path path) throws StepFailed, IOException {
    if (mounts.of(directory).map(Mounts.Mount::readOnly).orElse(false)) {
      throw new StepFailed(
          DestinationFailures.of(
              Step.STAGE, path, DiskFault.readOnly(DestinationFailures.directory(path))));
    }
    if (Files.isReadable(directory) && ExtendedAttributes.isHeld(directory)) {
      throw new StepFailed(
          DestinationFailures.held(Step.STAGE, DestinationFailures.directory(path)));
    }
    if (!Files.isWritable(directory)
        || !Files.isReadable(directory)
        || !Files.isExecutable(directory)) {
      throw new StepFailed(DestinationFailures.of(Step.STAGE, path, DiskFault.denied(path)));
    }
  }

  /// What stands at a path in the directory, when a rename over it would be let happen.
  private Optional<ExistingFile> requireReplaceable(Path path) throws StepFailed, IOException {
    Optional<ExistingFile> old = ExistingFile.at(path, Step.STAGE);
    Path name = path.getFileName();
    if (name != null && mounts.isPoint(directory.resolve(name))) {
      throw new StepFailed(DestinationFailures.mountPoint(Step.STAGE, path));
    }
    if (old.isPresent() && ExtendedAttributes.isHeld(path)) {
      throw new StepFailed(DestinationFailures.held(Step.STAGE, path));
    }
    if (old.isPresent() && isStuck(old.get().owner())) {
      throw StepFailed.operator(
          Step.STAGE,
          path + " is somebody else's in a sticky directory: it may not be replaced",
          "give it to " + Owner.ourselves() + ": chown " + Owner.ourselves() + " " + path);
    }
    return old;
  }

  /// In a sticky directory only the owner of the file or of the directory, or a process with
  /// CAP_FOWNER, may replace a file.
  private boolean isStuck(Owner owner) throws IOException {
    return ((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0
        && !credentials.isMasterOf(owner.uid())
        && Owner.of(directory).uid() != credentials.user();
  }

  /// The new file gets the old one's owner, and so does the old content on its way back.
  private void requireOwner(Path path, Owner owner) throws StepFailed {
    if (!credentials.mayGiveTo(owner.uid(), owner.gid())) {
      throw new StepFailed(DestinationFailures.ownerNotKept(Step.STAGE, path));
    }
  }

  /// The new bytes are there already, or will be told of when they are staged: the old ones are
  /// written once more on the way back, and once for the `.prev`.
  private void requireRoom(Path path, boolean twice) throws StepFailed, IOException {
    long old = Files.exists(path) ? Files.size(path) : 0;
    FileStore store = Files.getFileStore(directory);
    boolean counts = store.getTotalSpace() > 0; // some file systems don't
    if (counts && store.getUsableSpace() < (twice ? 2 : 1) * old + SLACK) {
      throw new StepFailed(
          DestinationFailures.of(
              Step.STAGE, path, DiskFault.full(DestinationFailures.directory(path))));
    }
  }
}
