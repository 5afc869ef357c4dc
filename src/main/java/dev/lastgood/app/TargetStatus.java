// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.History;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.StatusCache;
import java.time.Instant;
import java.util.Optional;

/// How things stand with a target now: by the record, by the last pass, by the file, and by the
/// service's own word.
///
/// @param target which target
/// @param record what the record says
/// @param seen what the last passes left
/// @param drift whether the file holds what is recorded
/// @param health the service now
/// @param known the same in what decides the state
public record TargetStatus(
    Target target, Recorded record, Seen seen, Drift drift, Health health, StateFacts known) {

  /// What the record says.
  ///
  /// @param history all that a pass judges by
  /// @param provenance where what is live came from
  /// @param lastFailure the newest entry with a failure in it
  public record Recorded(History history, DeployedFile provenance, Optional<Entry> lastFailure) {}

  /// What the last passes left.
  ///
  /// @param poll the last look at the source
  /// @param judged when the branch's content was last judged
  /// @param carrier the newest commit known to carry the live content
  /// @param pass the last pass with this configuration
  /// @param waits what the branch holds and is not live
  /// @param base why no pass can be made
  /// @param isolation how the last pass was isolated
  public record Seen(
      Optional<StatusCache.Poll> poll,
      Optional<Instant> judged,
      Optional<StatusCache.Carrier> carrier,
      Optional<LastPass> pass,
      Optional<Waiting> waits,
      Optional<Failure> base,
      Optional<String> isolation) {}

  /// Content at the branch that is not live.
  ///
  /// @param found what it is
  /// @param quarantine why it is not tried; empty when nothing keeps the next pass from it
  /// @param entry the entry that put it into quarantine, or refused it
  public record Waiting(
      LastPass.Find found, Optional<Quarantine> quarantine, Optional<Entry> entry) {
    static LastPass.Find found(Candidate candidate) {
      return new LastPass.Find(
          candidate.release().commit(), candidate.release().blob(), candidate.cause());
    }
  }

  /// The service now.
  ///
  /// @param service the service manager's word, or why it gave none
  /// @param sample the probe's word; empty when the target has no probe
  public record Health(String service, Optional<Sample> sample) {}

  /// The state, in one word.
  public TargetState state() {
    return known.state();
  }

  /// Whether what the branch holds is refused anew by each pass, since no quarantine keeps it away.
  boolean isRefusedAnew() {
    boolean refused =
        seen.pass
            .filter(pass -> pass.result().conclusion() == LastPass.Conclusion.REFUSED)
            .isPresent();
    boolean quarantined =
        seen.waits
            .flatMap(Waiting::entry)
            .flatMap(entry -> entry.attempt().change().quarantine())
            .isPresent();
    return refused && !quarantined;
  }

  /// The entry that says that the branch holds no file, and which commit left it so.
  public Optional<Entry> removal() {
    return state() == TargetState.WAITING && seen.waits.isEmpty()
        ? record.history.newest().filter(it -> it.attempt().change().removal().isPresent())
        : Optional.empty();
  }

  /// What went wrong in the last pass, as far as nothing has ended it since.
  Optional<Failure> failure() {
    return seen.base.or(() -> seen.pass.flatMap(pass -> pass.result().failure()));
  }
}
