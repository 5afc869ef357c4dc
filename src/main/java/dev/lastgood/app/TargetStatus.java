// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.DenialRule;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Probe;
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
  /// @param isolation how the last pass was isolated; empty when that is not known, or not asked
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
  /// @param answer the probe's word; empty when the target has no probe
  public record Health(Service.Phase phase, String service, Optional<Probe.Answer> answer) {
    /// What the probe saw.
    public Optional<Sample> sample() {
      return answer.map(Probe.Answer::sample);
    }

    /// That it does not take the probe's credential, which says nothing of how it is.
    Optional<Failure> rejection() {
      return answer
          .filter(one -> one.kind() == Probe.Kind.REJECTED)
          .map(one -> DenialRule.rejected(one.sample().detail()));
    }

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
          ? sample().map(Sample::detail)
          : Optional.of(service).filter(_ -> phase == Service.Phase.FAILED);
    }

    private boolean isRed() {
      return rejection().isEmpty() && sample().filter(it -> !it.green()).isPresent();
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
    return condition().state();
  }

  /// How serious that is to whoever looks.
  public Severity severity() {
    return Severity.of(state());
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
    return condition().isPassRunning();
  }

  /// What the branch holds and is not live: content, or no file any more.
  public Optional<BranchStatus.Undeployed> waiting() {
    return condition().waiting();
  }

  /// When the branch's content was last judged: from here the budget counts.
  Optional<Instant> judged() {
    return condition().judged();
  }

  boolean isLive() {
    return condition().isLive();
  }

  private TargetCondition condition() {
    return new TargetCondition(
        target,
        at,
        new TargetCondition.Recorded(record.history, record.deployed.drift(), record.remote),
        branch,
        host);
  }
}
