// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Live;
import dev.lastgood.model.Release;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who left the branch without a file that could be tried.
final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  private Removal() {}

  /// The newest commit since the deployed one that touched the path: it deleted the file, or put a
  /// link or a directory in its place. Empty where that can't be known; then the refusal stands
  /// without it.
  ///
  /// @param tip where no file was found
  static Optional<SourceCommit> of(Mirror mirror, Target target, Live live, Mirror.Tip tip) {
    Optional<Release> deployed = live.managed();
    if (deployed.isEmpty()) {
      return Optional.empty();
    }
    try {
      CommitLog touching =
          mirror.lineage(target.source(), deployed.get().commit(), tip, target.path()).touching();
      return switch (touching) {
        case CommitLog.Known(List<SourceCommit> commits) -> commits.stream().findFirst();
        case CommitLog.Unknown _ -> Optional.empty();
      };
    } catch (StepFailed e) {
      LOG.debug("who removed the file could not be read", e);
      return Optional.empty();
    }
  }
}
