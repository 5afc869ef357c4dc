// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Place;
import java.nio.file.Path;
import java.util.Optional;

/// The file that the service reads. The adapter is the only writer of it.
public interface Destination {
  /// What stands there now.
  ///
  /// @return empty when there is no file
  /// @throws StepFailed when it is a symlink, a directory, or cannot be read
  Optional<Content> look(Place place) throws StepFailed;

  /// Tells whether the file was touched since it was last asked, as far as that can be told without
  /// reading it.
  ///
  /// @return the same for the same file; what it says is the adapter's
  default String stamp(Place place) throws StepFailed {
    return look(place).map(content -> content.blob().hex()).orElse("");
  }

  /// What the file itself remembers of its deployment. An editor that replaces the file forgets it,
  /// one that writes into it does not.
  ///
  /// @return empty when there is no file, or none that remembers
  Optional<DeploymentTag> deploymentTag(Place place) throws StepFailed;

  /// Writes the bytes into a new file in the destination's own directory, flushed to disk, with the
  /// owner and mode it is going to have. A crash leaves a staged file that [#sweep] removes.
  ///
  /// @throws StepFailed when the directory is missing or unwritable, the disk is full, or the owner
  ///   cannot be kept; nothing is left behind
  Staged stage(Place place, Content content) throws StepFailed;

  /// Whether a swap here could be made, and taken back, as far as that can be known. Looks only and
  /// changes nothing: `doctor` asks the same.
  ///
  /// @throws StepFailed with remedy operator when something stands in the way
  void requireReady(Place place) throws StepFailed;

  /// Keeps the previous bytes where the place asks for it, then renames the staged file over the
  /// destination and flushes the directory.
  ///
  /// @throws StepFailed when the rename did not happen, or only the flush failed: the destination
  ///   holds the old bytes or the new ones, whole, and [#look] tells which
  void swap(Staged staged) throws StepFailed;

  /// Removes the destination: the way back of a first deployment. No file is fine too.
  ///
  /// @throws StepFailed when the file is still there, or only the flush failed; [#look] tells which
  void remove(Place place) throws StepFailed;

  /// Removes a staged file that is not needed any more; never fails.
  void discard(Staged staged);

  /// Removes staged files that killed passes left; never fails.
  void sweep(Place place);

  /// A file's memory of its deployment.
  ///
  /// @param own whether by the record that is in use now
  /// @param blob what was deployed
  record DeploymentTag(boolean own, BlobId blob) {}

  /// A file ready to be renamed.
  record Staged(Place place, Path file, Content content) {}
}
