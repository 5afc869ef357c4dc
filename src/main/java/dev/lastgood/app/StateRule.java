// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.Drift;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import java.time.Instant;
import java.util.Optional;

/// Decides in which state a target is: the most urgent that is true.
record StateRule(TargetCondition condition) {
  TargetState state() {
    return condition.host().lost().isPresent()
        ? TargetState.LOST
        : trouble().or(this::outstanding).orElseGet(this::quiet);
  }

  /// What a person is called for.
  private Optional<TargetState> trouble() {
    if (condition.host().unusable().isPresent() || drift().kind().isEmpty()) {
      return Optional.of(TargetState.FAILING);
    }
    if (history().ofPass().filter(StateRule::isStranded).isPresent()) {
      return Optional.of(TargetState.STRANDED);
    }
    if (condition.host().unfinished() == TargetStatus.Unfinished.KILLED) {
      return Optional.of(TargetState.INTERRUPTED);
    }
    return isUnhealthy()
        ? Optional.of(TargetState.UNHEALTHY)
        : last().flatMap(StateRule::failed).or(this::unrecorded).or(this::unasked);
  }

  /// The pass goes well, and its record does not.
  private Optional<TargetState> unrecorded() {
    return condition.recordTrouble().map(_ -> TargetState.FAILING);
  }

  /// Whether the service is well can't be known.
  private Optional<TargetState> unasked() {
    return condition.host().health().rejection().map(_ -> TargetState.FAILING);
  }

  private static boolean isStranded(Entry entry) {
    return entry.outcome() == OutcomeKind.STRANDED;
  }

  /// While a pass runs, its restart is no illness; what never ran has nothing to be healthy on.
  private boolean isUnhealthy() {
    TargetStatus.Health health = condition.host().health();
    Proof.Standing proof = history().standing();
    if (!condition.isLive() || condition.isPassRunning()) {
      return false;
    }
    if (health.isStopped()) {
      return proof != Proof.Standing.PENDING;
    }
    return health.isIll() || proof == Proof.Standing.FAILED;
  }

  private static Optional<TargetState> failed(LastPass.Result last) {
    return switch (last.conclusion()) {
      case FAILED, BUG -> Optional.of(TargetState.FAILING);
      case STRANDED -> Optional.of(TargetState.STRANDED);
      case UNHEALTHY -> Optional.of(TargetState.UNHEALTHY);
      case REFUSED -> last.failure().flatMap(failure -> refused(failure.remedy()));
      case DONE, HELD, OFFLINE, STALE, NO_FILE, ROLLED_BACK, ROLLED_BACK_TO_NOTHING ->
          Optional.empty();
    };
  }

  /// A refusal that no new commit ends.
  private static Optional<TargetState> refused(Remedy remedy) {
    return switch (remedy) {
      case ACCEPT_REWRITE -> Optional.of(TargetState.REWRITTEN);
      case OPERATOR, RETRY, BUG -> Optional.of(TargetState.FAILING);
      case NEW_COMMIT -> Optional.empty();
    };
  }

  /// What is not as the branch has it.
  private Optional<TargetState> outstanding() {
    boolean edited = drift().is(Drift.EDITED) || drift().is(Drift.MISSING);
    if (edited && !condition.isPassRunning()) {
      return Optional.of(TargetState.DRIFTED);
    }
    if (condition.isRecordOverdue()) {
      return Optional.of(TargetState.STALE);
    }
    return history().pause().isPresent()
        ? Optional.of(TargetState.HELD)
        : last().flatMap(this::answered).or(this::waits);
  }

  private Optional<TargetState> answered(LastPass.Result last) {
    return switch (last.conclusion()) {
      case REFUSED, ROLLED_BACK, ROLLED_BACK_TO_NOTHING -> Optional.of(TargetState.WAITING);
      case STALE, NO_FILE -> Optional.of(TargetState.STALE);
      case OFFLINE -> isJudgedInTime() ? Optional.empty() : Optional.of(TargetState.STALE);
      case DONE, HELD, FAILED, UNHEALTHY, STRANDED, BUG -> Optional.empty();
    };
  }

  private Optional<TargetState> waits() {
    return condition
        .branch()
        .undeployed()
        .map(it -> it.quarantine().map(StateRule::kept).orElse(TargetState.WAITING));
  }

  private static TargetState kept(Quarantine quarantine) {
    return switch (quarantine.reason()) {
      case MANUAL -> TargetState.HELD;
      case REFUSED, FAILED, UNHEALTHY_BEFORE, LAST_GOOD_FAILED -> TargetState.WAITING;
    };
  }

  /// Nothing waits and nothing failed.
  private TargetState quiet() {
    if (!condition.isLive()) {
      return TargetState.NEW;
    }
    if (!isJudgedInTime()) {
      return TargetState.STALE;
    }
    if (last().filter(it -> it.conclusion() == LastPass.Conclusion.OFFLINE).isPresent()) {
      return TargetState.UNREACHABLE;
    }
    return history().standing() == Proof.Standing.PENDING ? TargetState.PENDING : TargetState.GOOD;
  }

  private boolean isJudgedInTime() {
    Instant spent = condition.at().minus(condition.target().source().policy().staleAfter());
    return condition.branch().lastPass().isPresent()
        && condition.judged().filter(at -> !at.isBefore(spent)).isPresent();
  }

  /// What a pass came to before it was ordered to hold says nothing of the next one.
  private Optional<LastPass.Result> last() {
    Optional<Instant> paused = history().pause().map(History.Pause::at);
    return condition
        .branch()
        .lastPass()
        .filter(pass -> paused.filter(at -> !pass.at().isAfter(at)).isEmpty())
        .map(LastPass::result);
  }

  private FileDrift drift() {
    return condition.record().drift();
  }

  private History history() {
    return condition.record().history();
  }
}
