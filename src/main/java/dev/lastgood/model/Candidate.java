// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The content found at branch:path, and whose work it is.
///
/// @param release the commit it was found in, and its id
/// @param touching the commits since the deployed one that touched the path
/// @param permitting the commits since the deployed one that permit something
/// @param signer who signed, when signatures are required
public record Candidate(
    Release release,
    Origin origin,
    SourceCommit commit,
    CommitLog touching,
    CommitLog permitting,
    Optional<String> signer) {
  /// The commit that brought the change: the newest that touched the path, else the one it was
  /// found in.
  public SourceCommit cause() {
    List<SourceCommit> known = touching.known();
    return known.isEmpty() ? commit : known.getFirst();
  }

  /// What the commits that are part of this change permit, as far as they are known.
  public List<String> allowances() {
    Set<SourceCommit> all = new LinkedHashSet<>();
    all.add(commit);
    all.addAll(permitting.known());
    all.addAll(touching.known());
    return all.stream().flatMap(one -> one.allowances().stream()).toList();
  }
}
