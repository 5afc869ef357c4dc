// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A branch that is to be moved on at a remote, or made there.
///
/// @param ref its full name
/// @param from where it is known to be; empty when it is known not to be there
/// @param to a commit that descends from that
public record BranchUpdate(String ref, Optional<ObjectId> from, ObjectId to) {
  /// The branch by its short name, for an operator.
  String branch() {
    return ref.replaceFirst("^refs/heads/", "");
  }

  /// Where it has to be, as Git writes it.
  ObjectId expected() {
    return from.orElse(ObjectId.zeroId());
  }
}
