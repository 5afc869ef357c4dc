// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;

/// Refusals of one pass: each distinct verdict recorded once, and judged again when its grounds
/// changed.
final class Refusals {
  private final Ports ports;
  private final Journal journal;
  private final Target target;

  Refusals(Ports ports, Journal journal) {
    this.ports = ports;
    this.journal = journal;
    this.target = journal.target();
  }

  /// Whether content that a check refused might pass by now. A memory that was lost costs one more
  /// judgement.
  boolean isOvertaken(History history, Mirror.Found found) {
    VerdictBasis now =
        VerdictBasis.of(
            history.live(),
            new Release(found.tip().commit(), found.blob()),
            ports.checks().basis(target));
    return !ports.memory().cache().refused(target.name()).equals(Optional.of(now));
  }

  /// Remembers on what content was refused.
  void remember(VerdictBasis grounds) {
    if (!journal.order().wants(Order.Wish.DRY_RUN)) {
      ports.memory().cache().rememberRefused(target.name(), grounds);
    }
  }

  /// Records that the branch offers nothing that could be tried.
  Outcome refuse(History history, Failure failure) throws StepFailed {
    return refuse(history, new Refusal(Optional.empty(), none(), failure, Optional.empty()));
  }

  /// Records a refusal, once.
  Outcome refuse(History history, Refusal refusal) throws StepFailed {
    if (isTold(history, refusal) || journal.order().wants(Order.Wish.DRY_RUN)) {
      return new Outcome.Refused(history.live(), refusal.failure(), Optional.empty());
    }
    Optional<Quarantine> quarantine =
        refusal.content().flatMap(content -> quarantine(history, content));
    Entry entry =
        new Entries(ports, journal)
            .refused(history, refusal, removal(history, refusal), quarantine);
    return new Outcome.Refused(history.live(), refusal.failure(), Optional.of(entry));
  }

  private Optional<SourceCommit> removal(History history, Refusal refusal) {
    return refusal.candidate().isPresent()
        ? Optional.empty()
        : journal.tip().flatMap(tip -> Removal.of(ports.mirror(), target, history.live(), tip));
  }

  /// Whether the record says so already: in its newest entry but for what stands between two
  /// refusals, that the service is stranded; about content that is still in quarantine and was
  /// judged again, in any.
  private boolean isTold(History history, Refusal refusal) throws StepFailed {
    if (refusal.content().isEmpty()) {
      return ports
          .memory()
          .ledger()
          .newest(target.name(), entry -> entry.attempt().outcome() != OutcomeKind.STRANDED)
          .filter(refusal::isToldBy)
          .isPresent();
    }
    return history.quarantine().containsKey(refusal.content().get().blob())
        && ports.memory().ledger().newest(target.name(), refusal::isToldBy).isPresent();
  }

  /// What failed once and is refused now stays what failed: the end of the refusal is no reason to
  /// try it.
  private static Optional<Quarantine> quarantine(History history, Content content) {
    Quarantine refused = new Quarantine(content.blob(), Quarantine.Reason.REFUSED);
    Quarantine.Reason stands = history.quarantine().getOrDefault(content.blob(), refused).reason();
    return switch (stands) {
      case REFUSED -> Optional.of(refused);
      case FAILED, UNHEALTHY_BEFORE, LAST_GOOD_FAILED, MANUAL -> Optional.empty();
    };
  }

  /// Whether a failure refuses the candidate.
  static boolean isRefusal(Failure failure) {
    return switch (failure.remedy()) {
      case NEW_COMMIT, ACCEPT_REWRITE -> true;
      case OPERATOR -> failure.step() == Step.JUDGE;
      case RETRY, BUG -> false;
    };
  }

  /// No check was made.
  static Checks.Report none() {
    return new Checks.Report(List.of(), List.of());
  }
}
