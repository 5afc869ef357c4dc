// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.History;
import java.time.Instant;
import java.util.Optional;

/// What a target's state is derived from: of the record only what is read without walking it,
/// however long it is.
///
/// @param at when it was asked
/// @param branch what the branch holds and is not live has its entry as far as that stands, or is
///   the newest
public record TargetCondition(
    Target target, Instant at, Recorded record, BranchStatus branch, TargetStatus.HostState host) {

  /// What the record says.
  ///
  /// @param drift the destination against it
  /// @param remote how it stands where else it is kept; empty when that is nowhere
  public record Recorded(History history, FileDrift drift, Optional<RemoteStatus> remote) {}

  /// The state, in one word.
  public TargetState state() {
    return new StateRule(this).state();
  }

  /// What the branch holds and is not live: content, or no file any more.
  public Optional<BranchStatus.Undeployed> waiting() {
    return state() == TargetState.WAITING
        ? branch.undeployed().or(this::removal)
        : branch.undeployed();
  }

  private Optional<BranchStatus.Undeployed> removal() {
    Optional<Entry> newest = record.history.ofPass();
    return newest
        .flatMap(entry -> entry.change().removal())
        .map(commit ->
            new BranchStatus.Undeployed(
                commit.id(), Optional.empty(), commit, Optional.empty(), newest));
  }

  /// When the branch's content was last judged, as far as that is known: from here the budget
  /// counts. A time in the future counts as never.
  public Optional<Instant> judged() {
    return branch
        .judged()
        .filter(it -> !it.isAfter(at))
        .or(() -> record.history.ofPass().map(Entry::at).filter(it -> !it.isAfter(at)));
  }

  /// Whether a pass is between its swap and its end.
  boolean isPassRunning() {
    return host.unfinished() == TargetStatus.Unfinished.RUNNING;
  }

  /// What an operator has to mend at the record's remote.
  Optional<Failure> recordTrouble() {
    return record.remote.flatMap(RemoteStatus::trouble);
  }

  /// Whether the record is not on its remote for too long.
  boolean isRecordOverdue() {
    return record.remote.filter(remote -> remote.isOverdue(at)).isPresent();
  }

  boolean isLive() {
    return record.history.live().content().isPresent();
  }
}
