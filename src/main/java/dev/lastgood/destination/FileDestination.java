// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.file.AtomicFile;
import dev.lastgood.file.ExtendedAttributes;
import dev.lastgood.file.FileAttributes;
import dev.lastgood.model.Content;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.Gate;
import dev.lastgood.model.Place;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A regular file at a fixed path.
///
/// Only a regular file is ever read, replaced or removed: a symlink, a directory or a device at the
/// path is refused and stays as it is. Directories on the way may be symlinks.
public final class FileDestination implements Destination {
  /// Bytes of the largest file that is taken for a destination's.
  public static final int LARGEST = Gate.LARGEST;

  private static final Logger LOG = LoggerFactory.getLogger(FileDestination.class);
  private static final FileMode USUAL = new FileMode(0644);

  private final Identity identity;

  /// Marks what it deploys with the identity of the record.
  public FileDestination(Identity identity) {
    this.identity = identity;
  }

  /// Which record deploys, asked for when it is needed.
  public interface Identity {
    /// Its id.
    ///
    /// @return empty when files are not asked what they remember
    Optional<String> id() throws StepFailed;
  }

  @Override
  public Optional<DeploymentTag> deploymentTag(Place place) throws StepFailed {
    return identity.id().flatMap(id -> RecordAttribute.read(place.path(), id));
  }

  @Override
  public Optional<Content> look(Place place) throws StepFailed {
    return ExistingFile.at(place.path(), Step.STAGE).isPresent()
        ? read(place.path(), Step.STAGE)
        : Optional.empty();
  }

  /// Writing changes the times, replacing the inode, and the kernel lets nobody set the change
  /// time.
  @Override
  public String stamp(Place place) throws StepFailed {
    try {
      return Files.readAttributes(place.path(), "unix:dev,ino,size,ctime", NOFOLLOW_LINKS)
          .toString();
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw DestinationFailures.to(Step.STAGE, place.path(), e);
    }
  }

  @Override
  public Staged stage(Place place, Content content) throws StepFailed {
    Path path = place.path();
    DestinationFailures.refuseMissingDirectory(path);
    Optional<ExistingFile> old = ExistingFile.at(path, Step.STAGE);
    FileMode mode = place.mode().or(() -> old.map(ExistingFile::mode)).orElse(USUAL);
    Optional<String> id = identity.id();
    Consumer<Path> mark =
        staged -> id.ifPresent(it -> RecordAttribute.put(staged, it, content.blob()));
    try {
      Optional<ExtendedAttributes> beside =
          old.isPresent() ? Optional.of(RecordAttribute.without(path)) : Optional.empty();
      FileAttributes attributes =
          new FileAttributes(mode.permissions(), old.map(ExistingFile::owner), beside);
      return new Staged(
          place, new AtomicFile(path).stage(content.bytes(), attributes, mark), content);
    } catch (IOException e) {
      throw DestinationFailures.to(Step.STAGE, path, e);
    }
  }

  @Override
  public void requireReady(Place place) throws StepFailed {
    ReplaceCheck.require(place);
  }

  /// Two renames when the previous bytes are kept; a crash between them leaves the old bytes at
  /// both paths.
  @Override
  public void swap(Staged staged) throws StepFailed {
    Path path = staged.place().path();
    Optional<ExistingFile> old = ExistingFile.at(path, Step.SWAP);
    verify(staged);
    if (old.isPresent() && staged.place().keepPrevious()) {
      keep(path, old.get());
    }
    try {
      new AtomicFile(path).swap(staged.file());
    } catch (IOException e) {
      throw DestinationFailures.to(Step.SWAP, path, e);
    }
  }

  @Override
  public void remove(Place place) throws StepFailed {
    if (ExistingFile.at(place.path(), Step.SWAP).isEmpty()) {
      return;
    }
    try {
      new AtomicFile(place.path()).remove();
    } catch (IOException e) {
      throw DestinationFailures.to(Step.SWAP, place.path(), e);
    }
  }

  @Override
  public void discard(Staged staged) {
    delete(staged.file());
  }

  @Override
  public void sweep(Place place) {
    sweep(place.path());
    sweep(previous(place.path()));
  }

  /// Between staging and swapping, somebody who may write in the directory may have written into
  /// the staged file.
  private static void verify(Staged staged) throws StepFailed {
    Optional<Content> found =
        ExistingFile.at(staged.file(), Step.SWAP).isPresent()
            ? read(staged.file(), Step.SWAP)
            : Optional.empty();
    if (found.isEmpty()) {
      throw DestinationFailures.to(
          Step.SWAP, staged.place().path(), new NoSuchFileException(staged.file().toString()));
    }
    if (!found.get().equals(staged.content())) {
      throw StepFailed.operator(
          Step.SWAP,
          "the staged file %s was changed by another program; %s is as it was"
              .formatted(staged.file(), staged.place().path()),
          "find out what writes into new files there: a check's process that goes on, say");
    }
  }

  private static void keep(Path path, ExistingFile old) throws StepFailed {
    Path kept = previous(path);
    ExistingFile.at(kept, Step.SWAP); // a directory or a symlink there isn't ours to replace
    Optional<Content> bytes = read(path, Step.SWAP);
    if (bytes.isEmpty()) {
      return;
    }
    try {
      FileAttributes attributes =
          new FileAttributes(
              old.mode().permissions(),
              Optional.of(old.owner()),
              Optional.of(RecordAttribute.without(path)));
      new AtomicFile(kept).write(bytes.get().bytes(), attributes);
    } catch (IOException e) {
      throw DestinationFailures.to(Step.SWAP, kept, e);
    }
  }

  private static Optional<Content> read(Path path, Step step) throws StepFailed {
    try {
      return Optional.of(Content.of(ExistingFile.bytes(path, LARGEST)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw DestinationFailures.to(step, path, e);
    }
  }

  static Path previous(Path path) {
    return path.resolveSibling(path.getFileName() + ".prev");
  }

  private static void sweep(Path path) {
    try {
      new AtomicFile(path).leftovers().forEach(FileDestination::delete);
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("path", path).setCause(e).log("nothing swept");
    }
  }

  private static void delete(Path staged) {
    try {
      Files.deleteIfExists(staged);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("path", staged).setCause(e).log("a staged file stays behind");
    }
  }
}
