// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a failure after the swap says of the content: why it must not be tried again by itself, if
/// it must not.
final class QuarantineRule {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineRule.class);

  private final Ports ports;

  QuarantineRule(Ports ports) {
    this.ports = ports;
  }

  /// When the last good content is all right.
  Optional<Quarantine.Reason> alone(Job job, Failure first) {
    return of(
        job,
        first,
        job.wasUnhealthy() ? Optional.of(Quarantine.Reason.UNHEALTHY_BEFORE) : Optional.empty());
  }

  /// When the last good content failed as well.
  Optional<Quarantine.Reason> withLastGood(Job job, Failure first) {
    return of(job, first, Optional.of(Quarantine.Reason.LAST_GOOD_FAILED));
  }

  /// What the failure says of the content.
  ///
  /// @param exculpation the reason when the failure says nothing about it, the service being
  ///   unhealthy without it, too. That is believed once: content that fails so again stays in
  ///   quarantine. A way back that is only gone on with judges nothing anew
  private Optional<Quarantine.Reason> of(
      Job job, Failure first, Optional<Quarantine.Reason> exculpation) {
    return switch (first.remedy()) {
      case OPERATOR, ACCEPT_REWRITE -> Optional.empty();
      case NEW_COMMIT, RETRY, BUG -> {
        Optional<Quarantine.Reason> known = known(job);
        boolean goesOn = job.plan().readiness().undone().isPresent();
        yield goesOn && known.isPresent()
            ? known
            : exculpation
                .filter(_ -> known.isEmpty())
                .or(() -> Optional.of(Quarantine.Reason.FAILED));
      }
    };
  }

  /// What is held against the content already.
  private Optional<Quarantine.Reason> known(Job job) {
    try {
      Map<BlobId, Quarantine> quarantine =
          job.looks(
              Step.ROLL_BACK,
              () -> ports.memory().ledger().history(job.plan().target()).quarantine());
      return Optional.ofNullable(quarantine.get(job.next().blob())).map(Quarantine::reason);
    } catch (Unproven e) {
      LOG.atWarn().addKeyValue("why", e.failure().message()).log("the record is not readable");
      return Optional.empty();
    }
  }
}
