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
/// @param target which target
/// @param at when it was asked
/// @param record what the record says
/// @param branch what is known of the branch
/// @param host what is here now
/// @param facts the same in what decides the state
public record TargetStatus(
    Target target, Instant at, Recorded record, BranchStatus branch, Host host, StateFacts facts) {

  /// What the record says.
  ///
  /// @param history all that a pass judges by
  /// @param deployed what is live, and whether the destination holds it
  /// @param lastFailure the newest entry with a failure in it
  public record Recorded(History history, DeployedFile deployed, Optional<Entry> lastFailure) {}

  /// What is here now.
  ///
  /// @param trouble why no pass can be made; empty when one can
  /// @param health the service
  /// @param isolation how the last pass was isolated
  public record Host(Optional<Failure> trouble, Health health, Optional<String> isolation) {}

  /// The service now.
  ///
  /// @param phase where the service manager sees it; unobserved also when it could not be asked
  /// @param service the service manager's word, or why it gave none
  /// @param sample the probe's word; empty when the target has no probe
  public record Health(Service.Phase phase, String service, Optional<Sample> sample) {}

  /// The state, in one word.
  public TargetState state() {
    return facts.state();
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
    return Advice.of(this);
  }

  /// Whether a pass is between its swap and its end.
  public boolean isPassRunning() {
    return facts.host().unfinished() == StateFacts.Unfinished.RUNNING;
  }

  /// The entry that says that the branch holds no file, and which commit left it so.
  public Optional<Entry> removal() {
    return state() == TargetState.WAITING && branch.undeployed().isEmpty()
        ? record.history.newest().filter(it -> it.attempt().change().removal().isPresent())
        : Optional.empty();
  }

  /// What went wrong in the last pass, as far as nothing has ended it since.
  Optional<Failure> failure() {
    return host.trouble.or(() -> branch.lastPass().flatMap(pass -> pass.result().failure()));
  }
}
