// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Service;
import java.time.Instant;
import java.util.Optional;

/// How things stand with a target: by the record, by what is known of its branch, and on this host.
///
/// @param at when it was asked
public record TargetStatus(
    Target target, Instant at, Recorded record, BranchStatus branch, HostState host) {

  /// What the record says.
  ///
  /// @param history all that a pass judges by
  /// @param deployed what is live, and whether the destination holds it
  /// @param lastFailure the newest entry with a failure in it
  /// @param remote how it stands where else it is kept; empty when that is nowhere
  public record Recorded(
      History history,
      DeployedFile deployed,
      Optional<Entry> lastFailure,
      Optional<RemoteStatus> remote) {}

  /// What is here now.
  ///
  /// @param lost that the file remembers more than the record
  /// @param unusable that the state directory is not there, or not as it should be
  /// @param unfinished what an intent in the record is the trace of
  /// @param isolation how the last pass was isolated
  public record HostState(
      Optional<Failure> lost,
      Optional<Failure> unusable,
      Health health,
      Unfinished unfinished,
      Optional<String> isolation) {}

  /// The service now.
  ///
  /// @param phase where the service manager sees it; unobserved also when it could not be asked
  /// @param service the service manager's word, or why it gave none
  /// @param sample the probe's word; empty when the target has no probe
  public record Health(Service.Phase phase, String service, Optional<Sample> sample) {
    /// Whether it is stopped, and the probe says so.
    boolean isStopped() {
      return phase == Service.Phase.STOPPED && isRed();
    }

    /// Whether something speaks against it.
    boolean isIll() {
      return phase == Service.Phase.FAILED || isRed();
    }

    /// What speaks against it.
    Optional<String> complaint() {
      return isRed()
          ? sample.map(Sample::detail)
          : Optional.of(service).filter(_ -> phase == Service.Phase.FAILED);
    }

    private boolean isRed() {
      return sample.filter(it -> !it.green()).isPresent();
    }
  }

  /// What became of a pass that has begun to swap.
  public enum Unfinished {
    NOTHING,
    RUNNING,
    KILLED
  }

  /// The state, in one word.
  public TargetState state() {
    return new StateRule(this).state();
  }

  /// How serious that is to whoever looks.
  public Severity severity() {
    return switch (state()) {
      case GOOD -> Severity.FINE;
      case NEW, PENDING, HELD, WAITING, REWRITTEN, UNREACHABLE, DRIFTED, INTERRUPTED ->
          Severity.NOTICE;
      case FAILING, STALE, UNHEALTHY, STRANDED, LOST -> Severity.WRONG;
    };
  }

  /// What the state means here.
  public Advice advice() {
    return record
        .remote
        .flatMap(remote -> new RecordAdvisor(this, remote).advice())
        .orElseGet(() -> new Advisor(this).advice());
  }

  /// Whether a pass is between its swap and its end.
  public boolean isPassRunning() {
    return host.unfinished == Unfinished.RUNNING;
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
  Optional<Instant> judged() {
    return branch
        .judged()
        .filter(it -> !it.isAfter(at))
        .or(() -> record.history.ofPass().map(Entry::at).filter(it -> !it.isAfter(at)));
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
