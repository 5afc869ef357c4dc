// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;

/// What an entry rests on.
///
/// @param checks the verdicts, in order
/// @param changes what the content adds, removes and changes in the service's own words
/// @param proof what is known of the service afterwards
public record Evidence(List<Verdict> checks, List<String> changes, Proof proof) {
  /// Copies the lists.
  public Evidence {
    checks = List.copyOf(checks);
    changes = List.copyOf(changes);
  }
}
