// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;

/// Commits of a stretch of history that have something in common, or that these can't be known:
/// then nobody may take them for none.
public sealed interface CommitLog {
  /// All of them.
  ///
  /// @param commits newest first; none when there are none
  record Known(List<SourceCommit> commits) implements CommitLog {
    /// Copies the list.
    public Known {
      commits = List.copyOf(commits);
    }
  }

  /// It can't be known.
  ///
  /// @param why a clause about what is missing
  record Unknown(String why) implements CommitLog {}

  /// There are none.
  static CommitLog none() {
    return new Known(List.of());
  }
}
