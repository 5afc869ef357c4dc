// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// What the destination holds, or held.
public sealed interface Live {
  /// No file.
  record Nothing() implements Live {}

  /// Content that came from the source.
  record Managed(Release release) implements Live {}

  /// Content that came from somewhere else: a vendored copy, a hand edit.
  record Foreign(BlobId blob) implements Live {}

  /// The content's id, when there is any.
  default Optional<BlobId> content() {
    return switch (this) {
      case Nothing() -> Optional.empty();
      case Managed(Release release) -> Optional.of(release.blob());
      case Foreign(BlobId blob) -> Optional.of(blob);
    };
  }

  /// The commit and the content, when it came from the source.
  default Optional<Release> managed() {
    return switch (this) {
      case Managed(Release release) -> Optional.of(release);
      case Nothing(), Foreign _ -> Optional.empty();
    };
  }

  /// The commit it came from, when it came from one.
  default Optional<CommitId> origin() {
    return managed().map(Release::commit);
  }
}
