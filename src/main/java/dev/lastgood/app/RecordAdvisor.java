// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.text.Durations;
import java.util.Optional;

/// Says what a state means for a target that is in it because its record is not where it should be.
record RecordAdvisor(TargetStatus status, RemoteStatus remote) {
  /// Empty when the state has another reason.
  Optional<Advice> advice() {
    return switch (status.state()) {
      case FAILING -> remote.trouble().filter(_ -> !isFailingOtherwise()).map(this::failing);
      case STALE -> Optional.of(remote).filter(it -> it.isOverdue(status.at())).map(_ -> overdue());
      case WAITING -> Optional.of(remote).filter(_ -> isHeldBack()).map(_ -> heldBack());
      case GOOD,
          NEW,
          PENDING,
          HELD,
          REWRITTEN,
          UNREACHABLE,
          DRIFTED,
          UNHEALTHY,
          STRANDED,
          INTERRUPTED,
          LOST ->
          Optional.empty();
    };
  }

  private boolean isFailingOtherwise() {
    return status.host().unusable().isPresent()
        || status.record().deployed().drift().kind().isEmpty()
        || result()
            .flatMap(LastPass.Result::failure)
            .filter(why -> why.remedy() != Remedy.RETRY)
            .isPresent();
  }

  /// What is in quarantine or refused waits for something else.
  private boolean isHeldBack() {
    return remote.holdsBack()
        && status.branch().undeployed().filter(it -> it.quarantine().isEmpty()).isPresent()
        && result().filter(one -> isRefusal(one.conclusion())).isEmpty();
  }

  private static boolean isRefusal(LastPass.Conclusion conclusion) {
    return switch (conclusion) {
      case REFUSED, ROLLED_BACK, ROLLED_BACK_TO_NOTHING -> true;
      case DONE, HELD, OFFLINE, STALE, NO_FILE, FAILED, UNHEALTHY, STRANDED, BUG -> false;
    };
  }

  private Optional<LastPass.Result> result() {
    return status.branch().lastPass().map(LastPass::result);
  }

  private Advice failing(Failure trouble) {
    String summary = "the record can't be brought to its remote until an operator acts";
    String next = trouble.hint().isEmpty() ? "lastgood doctor" : trouble.hint();
    return new Advice(summary, Optional.of(trouble.message()), Optional.empty(), next);
  }

  private Advice overdue() {
    String lag = Durations.rough(remote.policy().lag());
    return advice("the record is not all on its remote for longer than lag: " + lag, push());
  }

  private Advice heldBack() {
    String summary = "the branch's content waits until the record is on its remote (mode: sync)";
    return advice(summary, push());
  }

  private Advice advice(String summary, String next) {
    return new Advice(
        summary, remote.failure().map(Failure::message), remote.unpushed().oldest(), next);
  }

  private String push() {
    return "lastgood push " + status.target().name();
  }
}
