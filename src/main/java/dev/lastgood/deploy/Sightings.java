// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// What the last looks at the sources saw. A convenience: losing it loses no safety, and never
/// fails a pass.
public interface Sightings {
  /// The last look at a source.
  Optional<Sighting> last(SourceName source);

  /// Remembers a look.
  void remember(SourceName source, Sighting sighting);

  /// When the content of a target's branch was last judged: its bytes were in hand, or known to be
  /// the live ones or refused ones. A tip that answers is not enough.
  Optional<Instant> judged(TargetName target);

  /// Remembers that it was judged.
  void rememberJudged(TargetName target, Instant at);

  /// The newest commit known to carry the target's live blob.
  Optional<Carrier> carrier(TargetName target);

  /// Remembers which commit carries the live blob.
  void remember(TargetName target, Carrier carrier);

  /// The last pass over a target.
  Optional<LastPass> lastPass(TargetName target);

  /// Remembers what a pass came to.
  void remember(TargetName target, LastPass pass);

  /// Does a pass, and keeps all that is remembered during it at once, when it ends: what a tick
  /// that changes nothing writes is written once.
  default <T> T together(Supplier<T> pass) {
    return pass.get();
  }

  /// One look at a source.
  ///
  /// @param at when
  /// @param succeededAt when a look last succeeded; empty when none is known
  /// @param tip the newest tip known
  /// @param error what was wrong with this look; empty when it succeeded
  record Sighting(
      Instant at,
      Optional<Instant> succeededAt,
      Optional<Mirror.Tip> tip,
      Optional<String> error) {}

  /// Commits that carry a blob.
  ///
  /// @param blob the live content
  /// @param commit the newest commit seen with it
  /// @param descendant the newest of them known to descend from the deployed one: what a later tip
  ///   is compared with, because the deployed one may be thousands of commits away by then
  record Carrier(BlobId blob, CommitId commit, CommitId descendant) {}
}
