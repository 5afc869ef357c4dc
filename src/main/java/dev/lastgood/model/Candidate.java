// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The content found at branch:path, and whose work it is.
///
/// @param release the commit it was found in, and its id
/// @param origin where it was found
/// @param commit the commit it was found in
/// @param touching the commits since the deployed one that touched the path, newest first; empty
///   when that is not known
/// @param signer who signed, when signatures are required
public record Candidate(
    Release release,
    Origin origin,
    SourceCommit commit,
    List<SourceCommit> touching,
    Optional<String> signer) {
  /// Copies the list.
  public Candidate {
    touching = List.copyOf(touching);
  }

  /// The commit that brought the change: the newest that touched the path, else the one it was
  /// found in.
  public SourceCommit cause() {
    return touching.isEmpty() ? commit : touching.getFirst();
  }

  /// What a trailer says in any commit that is part of this change.
  public List<String> trailers(String key) {
    Stream<SourceCommit> others = touching.stream().filter(one -> !one.id().equals(commit.id()));
    return Stream.concat(Stream.of(commit), others)
        .flatMap(one -> one.trailers(key).stream())
        .toList();
  }
}
