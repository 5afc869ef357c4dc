// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;

/// Commits of a part of history that have something in common, or that these can't be known: then
/// nobody may take them for none.
public sealed interface CommitLog {
  /// All of them.
  ///
  /// @param commits newest first; none when there are none
  record Known(List<SourceCommit> commits) implements CommitLog {
    public Known {
      commits = List.copyOf(commits);
    }

    @Override
    public List<SourceCommit> known() {
      return commits;
    }
  }

  /// It can't be known.
  ///
  /// @param why a clause about what is missing
  record Unknown(String why) implements CommitLog {
    @Override
    public List<SourceCommit> known() {
      return List.of();
    }
  }

  /// Those that are known to be among them, newest first: for what needs one, not for what must
  /// know that there is none.
  List<SourceCommit> known();

  /// There are none.
  static CommitLog none() {
    return new Known(List.of());
  }
}
