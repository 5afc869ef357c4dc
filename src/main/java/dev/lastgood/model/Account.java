// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;

/// An entry in plain words.
///
/// @param text what happened and why, one or more sentences
/// @param failures none; the one that refused or rolled back; or that one and the rollback's own
public record Account(String text, List<Failure> failures) {
  public Account {
    failures = List.copyOf(failures);
  }

  /// Nothing failed.
  public Account(String text) {
    this(text, List.of());
  }
}
