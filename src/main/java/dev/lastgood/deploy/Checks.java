// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Content;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A target's checks.
public interface Checks {
  /// Makes the target's checks in order and stops at the first that does not pass.
  Report check(Target target, Subject subject);

  /// What is checked.
  ///
  /// @param file the staged bytes on disk
  /// @param content the same bytes
  /// @param previous what is live, when anything is
  /// @param allowances what the source's commits allow, from their `Lastgood-Allow` trailers
  /// @param environment what external commands see, from [Setting#environment]
  record Subject(
      Path file,
      Content content,
      Optional<Content> previous,
      List<String> allowances,
      Map<String, String> environment) {}

  /// What came of it.
  ///
  /// @param verdicts one per check made; only the last one may be other than passed
  /// @param changes what the content adds, removes and changes in the service's own words
  record Report(List<Verdict> verdicts, List<String> changes) {
    /// Copies the lists.
    public Report {
      verdicts = List.copyOf(verdicts);
      changes = List.copyOf(changes);
    }
  }
}
