// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Target;
import dev.lastgood.sync.LostRecord;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Asks how things stand with targets, without the network and without changing anything.
public final class Status {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final TargetStatus.Health UNASKED =
      new TargetStatus.Health(Service.Phase.UNOBSERVED, "not asked", Optional.empty());

  private final Ports ports;
  private final HostPreconditions preconditions;
  private final Lock lock;

  public Status(Ports ports, HostPreconditions preconditions, Lock lock) {
    this.ports = ports;
    this.preconditions = preconditions;
    this.lock = lock;
  }

  /// How things stand with each of some targets.
  public List<StatusAnswer> of(List<Target> targets) {
    return targets.stream().map(this::answer).toList();
  }

  private StatusAnswer answer(Target target) {
    try {
      return new StatusAnswer.Known(Subject.of(target).ask(() -> of(target)));
    } catch (RequestFailed e) {
      return new StatusAnswer.Unknown(target, e);
    }
  }

  /// How things stand with a target.
  ///
  /// @throws StepFailed when the record can't be read
  public TargetStatus of(Target target) throws StepFailed {
    return of(target, history -> health(target, history));
  }

  /// The same by the record and by this host, as the last pass left it: the service and its probe
  /// are not asked.
  ///
  /// @throws StepFailed when the record can't be read
  public TargetStatus unasked(Target target) throws StepFailed {
    return of(target, _ -> UNASKED);
  }

  private TargetStatus of(Target target, Function<History, TargetStatus.Health> health)
      throws StepFailed {
    Ledger ledger = ports.memory().ledger();
    History history = ledger.history(target.name());
    TargetStatus.Recorded record =
        new TargetStatus.Recorded(
            history,
            DeployedFile.of(ports, target, history),
            ledger.newestHere(target.name(), entry -> !entry.failures().isEmpty()),
            RemoteStatus.of(ports.memory(), target.name(), ports.time().now()));
    BranchStatus branch =
        BranchStatus.of(ports.memory(), target, history).searched(ledger, target.name());
    return new TargetStatus(
        target,
        ports.time().now(),
        record,
        branch,
        new TargetStatus.HostState(
            lost(target, history, record.remote()),
            unusable(),
            health.apply(history),
            unfinished(history, branch.lastPass()),
            preconditions.lastIsolation()));
  }

  /// What a target's state is derived from when a pass has just ended, without walking the record
  /// and without asking the service.
  ///
  /// @param unusable why no pass could begin; empty when one did, or another one runs: that has
  ///   asked the host
  /// @throws StepFailed when the record can't be read
  TargetCondition condition(Target target, Optional<Failure> unusable) throws StepFailed {
    History history = ports.memory().ledger().history(target.name());
    Optional<RemoteStatus> remote =
        RemoteStatus.of(ports.memory(), target.name(), ports.time().now());
    BranchStatus branch = BranchStatus.of(ports.memory(), target, history);
    FileDrift drift = FileDrift.of(ports.destination(), target, history.live().content());
    return new TargetCondition(
        target,
        ports.time().now(),
        new TargetCondition.Recorded(history, drift, remote),
        branch,
        new TargetStatus.HostState(
            lost(target, history, remote),
            unusable,
            UNASKED,
            unfinished(history, branch.lastPass()),
            Optional.empty()));
  }

  private Optional<Failure> lost(Target target, History history, Optional<RemoteStatus> remote) {
    boolean mayBeElsewhere = remote.filter(RemoteStatus::mayHaveMore).isPresent();
    try {
      Optional<Content> disk = ports.destination().look(target.place());
      return new LostRecord(ports, mayBeElsewhere).find(target, history, disk);
    } catch (StepFailed _) {
      return Optional.empty(); // what can't be read proves nothing; the next pass says what it is
    }
  }

  private Optional<Failure> unusable() {
    try {
      preconditions.demandStateDirectory();
      return Optional.empty();
    } catch (StepFailed e) {
      return Optional.of(e.failure());
    }
  }

  private TargetStatus.Health health(Target target, History history) {
    CommandEnvironment environment = CommandEnvironment.live(target, history.live());
    Optional<Probe.Answer> answer =
        target
            .consumer()
            .probe()
            .map(ProbeSpec::question)
            .map(question -> ports.probe().ask(question, TIMEOUT, environment));
    try {
      Service.State state = ports.service().state(target.consumer().activation());
      return new TargetStatus.Health(state.phase(), state.detail(), answer);
    } catch (StepFailed e) {
      return new TargetStatus.Health(Service.Phase.UNOBSERVED, e.failure().message(), answer);
    }
  }

  private TargetStatus.Unfinished unfinished(History history, Optional<LastPass> lastPass) {
    if (history.intent().isEmpty()) {
      return TargetStatus.Unfinished.NOTHING;
    }
    if (lock.isHeld()) {
      return TargetStatus.Unfinished.RUNNING;
    }
    // A pass that ended and left it has said why; one that was killed has not.
    Instant begun = history.intent().get().plan().run().startedAt();
    return lastPass.filter(pass -> pass.at().isAfter(begun)).isPresent()
        ? TargetStatus.Unfinished.NOTHING
        : TargetStatus.Unfinished.KILLED;
  }
}
