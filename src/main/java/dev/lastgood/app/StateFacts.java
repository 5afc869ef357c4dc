// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import java.util.Optional;

/// All that decides in which state a target is. Whoever gathers it asks ports; what follows from it
/// is decided here, and by nothing else.
///
/// @param host what is here now
/// @param record what the record says
/// @param last what the last pass came to; empty when none is known that fits record and
///   configuration
/// @param judgedInTime whether a pass with this configuration judged the branch's content within
///   the budget
/// @param waiting what the branch holds, as far as it was seen
public record StateFacts(
    Host host,
    Recorded record,
    Optional<LastPass.Result> last,
    boolean judgedInTime,
    Waiting waiting) {

  /// What is here now.
  ///
  /// @param base whether passes can be made at all
  /// @param file the destination against the record
  /// @param service the service now
  /// @param unfinished what an intent in the record is the trace of
  public record Host(Base base, Drift.Kind file, Service service, Unfinished unfinished) {}

  /// What the record says.
  ///
  /// @param live whether anything is live
  /// @param proof what is known of the service on that
  /// @param stranded whether the newest entry is a rollback that failed
  /// @param paused whether an operator ordered to hold
  public record Recorded(boolean live, Proof.Standing proof, boolean stranded, boolean paused) {
    static Recorded of(History history) {
      return new Recorded(
          history.live().content().isPresent(),
          history.standing(),
          history
              .newest()
              .filter(entry -> entry.attempt().outcome() == OutcomeKind.STRANDED)
              .isPresent(),
          history.pause().isPresent());
    }
  }

  /// Whether passes can be made.
  public enum Base {
    SOUND,
    /// The file remembers more than the record.
    FORGOTTEN,
    /// The state directory is not there, or not as it should be.
    UNUSABLE
  }

  /// The service now.
  public enum Service {
    /// Nothing speaks against it.
    HEALTHY,
    /// It is stopped, and the probe says so.
    STOPPED,
    ILL;

    static Service of(TargetStatus.Health health) {
      boolean red = health.sample().filter(sample -> !sample.green()).isPresent();
      return switch (health.phase()) {
        case FAILED -> ILL;
        case STOPPED -> red ? STOPPED : HEALTHY;
        case ACTIVE, STARTING, STOPPING, UNOBSERVED -> red ? ILL : HEALTHY;
      };
    }
  }

  /// What became of a pass that has begun to swap.
  public enum Unfinished {
    NOTHING,
    RUNNING,
    KILLED
  }

  /// What the branch holds, when it is not what is live.
  public enum Waiting {
    NOTHING,
    /// Nothing keeps the next pass from trying it.
    NEXT,
    /// An operator went back from it.
    ROLLED_BACK_BY_HAND,
    IN_QUARANTINE;

    static Waiting of(Optional<BranchStatus.Undeployed> undeployed) {
      return undeployed
          .map(it -> it.quarantine().map(Quarantine::reason).map(Waiting::of).orElse(NEXT))
          .orElse(NOTHING);
    }

    private static Waiting of(Quarantine.Reason reason) {
      return switch (reason) {
        case MANUAL -> ROLLED_BACK_BY_HAND;
        case REFUSED, FAILED, UNHEALTHY_BEFORE, LAST_GOOD_FAILED -> IN_QUARANTINE;
      };
    }
  }

  /// The state: the most urgent that is true.
  TargetState state() {
    return host.base == Base.FORGOTTEN
        ? TargetState.LOST
        : trouble().or(this::outstanding).orElseGet(this::quiet);
  }

  /// What a person is called for.
  private Optional<TargetState> trouble() {
    if (host.base == Base.UNUSABLE || host.file == Drift.Kind.UNREADABLE) {
      return Optional.of(TargetState.FAILING);
    }
    if (record.stranded) {
      return Optional.of(TargetState.STRANDED);
    }
    if (host.unfinished == Unfinished.KILLED) {
      return Optional.of(TargetState.INTERRUPTED);
    }
    return isUnhealthy() ? Optional.of(TargetState.UNHEALTHY) : last.flatMap(StateFacts::failed);
  }

  /// While a pass runs, its restart is no illness; what never ran has nothing to be healthy on.
  private boolean isUnhealthy() {
    if (!record.live || host.unfinished == Unfinished.RUNNING) {
      return false;
    }
    return switch (host.service) {
      case HEALTHY -> record.proof == Proof.Standing.FAILED;
      case STOPPED -> record.proof != Proof.Standing.PENDING;
      case ILL -> true;
    };
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
    boolean edited = host.file == Drift.Kind.EDITED || host.file == Drift.Kind.MISSING;
    if (edited && host.unfinished != Unfinished.RUNNING) {
      return Optional.of(TargetState.DRIFTED);
    }
    return record.paused
        ? Optional.of(TargetState.HELD)
        : last.flatMap(this::answered).or(this::waits);
  }

  private Optional<TargetState> answered(LastPass.Result last) {
    return switch (last.conclusion()) {
      case REFUSED, ROLLED_BACK, ROLLED_BACK_TO_NOTHING -> Optional.of(TargetState.WAITING);
      case STALE, NO_FILE -> Optional.of(TargetState.STALE);
      case OFFLINE -> judgedInTime ? Optional.empty() : Optional.of(TargetState.STALE);
      case DONE, HELD, FAILED, UNHEALTHY, STRANDED, BUG -> Optional.empty();
    };
  }

  private Optional<TargetState> waits() {
    return switch (waiting) {
      case NEXT, IN_QUARANTINE -> Optional.of(TargetState.WAITING);
      case ROLLED_BACK_BY_HAND -> Optional.of(TargetState.HELD);
      case NOTHING -> Optional.empty();
    };
  }

  /// Nothing waits and nothing failed.
  private TargetState quiet() {
    if (!record.live) {
      return TargetState.NEW;
    }
    if (!judgedInTime) {
      return TargetState.STALE;
    }
    if (last.filter(one -> one.conclusion() == LastPass.Conclusion.OFFLINE).isPresent()) {
      return TargetState.UNREACHABLE;
    }
    return record.proof == Proof.Standing.PENDING ? TargetState.PENDING : TargetState.GOOD;
  }
}
