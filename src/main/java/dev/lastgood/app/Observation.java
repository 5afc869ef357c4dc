// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How things stand when passes are over: with every target and source of the configuration, also
/// those that had no pass now.
///
/// All of it is what record, `status.json` and destination say; no service, no probe and no server
/// is asked. Of two observations the later one is right, whichever process made it: an observer
/// that keeps something on disk does not let an older one undo what a newer one said.
///
/// @param at when it was begun: all that is told was read after that
/// @param targets in the configuration's order
/// @param sources in the configuration's order
/// @param details more of a target, for who has to say it in words
public record Observation(
    Instant at,
    Passes passes,
    List<ObservedTarget> targets,
    List<ObservedSource> sources,
    Details details) {

  public Observation {
    targets = List.copyOf(targets);
    sources = List.copyOf(sources);
  }

  /// How it stands with one target.
  public sealed interface ObservedTarget {
    Target target();

    /// In one word.
    TargetState state();

    /// What is known of it; empty when its record can't be read.
    Optional<Known> known();
  }

  /// It stands so.
  ///
  /// @param condition what the state is derived from: what is live, what waits, the last pass
  /// @param tally what is counted in its record, and since when what is live is live
  /// @param pass the last pass that is known
  public record Known(TargetCondition condition, Tally tally, Optional<ObservedPass> pass)
      implements ObservedTarget {
    @Override
    public Target target() {
      return condition.target();
    }

    @Override
    public TargetState state() {
      return condition.state();
    }

    @Override
    public Optional<Known> known() {
      return Optional.of(this);
    }
  }

  /// Its record can't be read.
  public record Unreadable(Target target, Failure why) implements ObservedTarget {
    @Override
    public TargetState state() {
      return TargetState.FAILING;
    }

    @Override
    public Optional<Known> known() {
      return Optional.empty();
    }
  }

  /// The last pass over a target.
  ///
  /// @param at when it ended
  /// @param exitCode what a run for this target alone ended with
  /// @param took how long it took; empty when that is not known, or none could begin
  public record ObservedPass(Instant at, int exitCode, Optional<Duration> took) {}

  /// How it stands with one source.
  ///
  /// @param judged when the branch's content was last judged for each of its targets; empty when it
  ///   never was for one of them
  /// @param poll the last look, with what went over the wire for it
  public record ObservedSource(
      Source source, Optional<Instant> judged, Optional<StatusCache.Poll> poll) {}

  /// All that `status` says of a target, but that the service is not asked. It walks the record:
  /// for who has something to tell, not for every pass.
  public interface Details {
    TargetStatus of(Target target) throws StepFailed;
  }
}
