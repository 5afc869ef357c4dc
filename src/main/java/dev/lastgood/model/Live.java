// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// What the destination holds, or held.
public sealed interface Live {
  /// No file.
  record Nothing() implements Live {
    @Override
    public Optional<BlobId> content() {
      return Optional.empty();
    }

    @Override
    public Optional<Release> managed() {
      return Optional.empty();
    }
  }

  /// Content that came from the source.
  record Managed(Release release) implements Live {
    @Override
    public Optional<BlobId> content() {
      return Optional.of(release.blob());
    }

    @Override
    public Optional<Release> managed() {
      return Optional.of(release);
    }
  }

  /// Content that came from somewhere else: a vendored copy, a hand edit.
  record Foreign(BlobId blob) implements Live {
    @Override
    public Optional<BlobId> content() {
      return Optional.of(blob);
    }

    @Override
    public Optional<Release> managed() {
      return Optional.empty();
    }
  }

  /// The content's id, when there is any.
  Optional<BlobId> content();

  /// The commit and the content, when it came from the source.
  Optional<Release> managed();

  /// The commit it came from, when it came from one.
  default Optional<CommitId> origin() {
    return managed().map(Release::commit);
  }
}
