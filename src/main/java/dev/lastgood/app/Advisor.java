// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Remedy;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import java.time.Instant;
import java.util.Optional;

/// Says what a state means for a target, and what to do about it.
final class Advisor {
  private final TargetStatus status;
  private final History history;
  private final String name;
  private final String sync;
  private final String retry;
  private final SourceBudget budget;

  Advisor(TargetStatus status) {
    this.status = status;
    this.history = status.record().history();
    this.name = status.target().name().value();
    this.sync = "lastgood sync " + name;
    this.retry = sync + " --retry";
    this.budget = new SourceBudget(status);
  }

  Advice advice() {
    return switch (status.state()) {
      case GOOD -> Advice.plain("as it should be", "");
      case NEW -> Advice.plain("nothing has been deployed yet", sync);
      case PENDING -> pending();
      case HELD -> history.pause().map(this::paused).orElseGet(this::rolledBackByHand);
      case WAITING -> waiting();
      case REWRITTEN -> rewritten();
      case FAILING ->
          failing(
              pastFailure().isEmpty() && status.host().health().rejection().isPresent()
                  ? "how the service is can't be known"
                  : "passes fail until an operator acts");
      case UNREACHABLE ->
          failing("the source was not reached; that is no error for another " + budget.left());
      case STALE -> stale();
      case DRIFTED -> Advice.plain("the file is not what is recorded as live", heal());
      case UNHEALTHY ->
          unhealthy(
              status.host().health().isStopped()
                  ? "the service is stopped"
                  : "the service is unhealthy");
      case STRANDED -> unhealthy("a person is needed now: the rollback failed as well");
      case INTERRUPTED -> interrupted();
      case LOST -> failing("the record has forgotten what was deployed");
    };
  }

  private Advice pending() {
    return new Advice(
        "live and not proven yet: the service is not running",
        Optional.empty(),
        newestAt(),
        "start the service" + unit(": systemctl start ") + ", then: " + sync);
  }

  private Advice paused(History.Pause pause) {
    return new Advice(
        "paused",
        Optional.of(pause.reason() + ", by " + pause.actor()),
        Optional.of(pause.at()),
        "lastgood resume " + name);
  }

  private Advice rolledBackByHand() {
    String why =
        refusal()
            .map(Entry::attempt)
            .map(attempt -> attempt.account().text().strip() + " By " + attempt.run().actor())
            .orElse("an operator went back from the branch's content");
    return new Advice(
        "rolled back by hand, until something else is merged",
        Optional.of(why),
        refusal().map(Entry::at),
        "merge a change; or try it again: " + retry);
  }

  private Advice waiting() {
    Optional<BranchStatus.Undeployed> undeployed = status.branch().undeployed();
    if (undeployed.isEmpty()) {
      return waiting("what the branch offers is refused", hintOr("merge a fix"));
    }
    if (undeployed.get().quarantine().isPresent()) {
      return waiting(
          "the branch's content is in quarantine", "merge a fix; or try it again: " + retry);
    }
    if (isWaitingForService()) {
      return waiting("the branch's content waits for the service", hintOr(retry));
    }
    return isRefusedAnew()
        ? waiting("the branch's content is refused", hintOr("merge a fix"))
        : waiting("the branch's content is tried by the next pass", sync);
  }

  private Advice waiting(String summary, String next) {
    return new Advice(
        summary + (status.isLive() ? ", the last good is live" : ""),
        recorded().or(this::failure).map(Failure::message),
        refusal().map(Entry::at).or(this::passesSince),
        next);
  }

  private boolean isWaitingForService() {
    return status
        .branch()
        .lastPass()
        .map(LastPass::result)
        .filter(result -> result.conclusion() == LastPass.Conclusion.HELD)
        .flatMap(LastPass.Result::failure)
        .isPresent();
  }

  /// Whether each pass refuses it, since no quarantine keeps it away.
  private boolean isRefusedAnew() {
    return status
            .branch()
            .lastPass()
            .filter(pass -> pass.result().conclusion() == LastPass.Conclusion.REFUSED)
            .isPresent()
        && refusal().flatMap(entry -> entry.change().quarantine()).isEmpty();
  }

  private Advice rewritten() {
    return new Advice(
        "the branch was rewritten, the last good is live",
        reason(),
        refusal().map(Entry::at).or(this::passesSince),
        "lastgood diff "
            + name
            + "; when that was meant: lastgood accept-rewrite "
            + status.target().source().name()
            + ", then: "
            + sync);
  }

  private Advice failing(String summary) {
    return new Advice(summary, reason(), passesSince(), hintOr("lastgood doctor"));
  }

  private Advice stale() {
    boolean never = status.branch().lastPass().isEmpty();
    return new Advice(
        never ? "no pass with this configuration is known" : budget.spent(),
        reason(),
        never || !status.isLive() ? passesSince() : budget.spentSince(),
        never ? sync : hintOr("lastgood doctor"));
  }

  /// A paused pass touches no drift.
  private String heal() {
    String heal =
        switch (status.target().place().onDrift()) {
          case HEAL -> sync;
          case REPORT -> retry;
        };
    return history.pause().isPresent() ? "lastgood resume " + name + ", then: " + heal : heal;
  }

  /// Why is in the entry that failed; a refusal after it, or a service that fell ill since, is of
  /// something else.
  private Advice unhealthy(String summary) {
    Optional<Entry> failed =
        history
            .ofPass()
            .filter(entry -> entry.proof().standing() == Proof.Standing.FAILED)
            .filter(entry -> entry.outcome() != OutcomeKind.REFUSED);
    Optional<Failure> why = failed.flatMap(entry -> entry.failures().stream().findFirst());
    String newest = history.ofPass().map(Entry::id).map(EntryId::abbreviated).orElse("@{0}");
    return new Advice(
        summary,
        why.map(Failure::message).or(status.host().health()::complaint),
        failed.map(Entry::at),
        why.filter(failure -> failure.remedy() == Remedy.OPERATOR)
            .map(Failure::hint)
            .orElse("lastgood show " + name + " " + newest + unit("; journalctl -u ")));
  }

  private Advice interrupted() {
    return new Advice(
        "a pass was killed after it began to swap",
        Optional.empty(),
        history.intent().map(intent -> intent.plan().run().startedAt()),
        sync);
  }

  /// What keeps passes from being made, or what the last one failed of; or from knowing.
  private Optional<Failure> failure() {
    return pastFailure().or(status.host().health()::rejection);
  }

  private Optional<Failure> pastFailure() {
    return status
        .host()
        .lost()
        .or(status.host()::unusable)
        .or(() -> status.branch().lastPass().flatMap(pass -> pass.result().failure()));
  }

  private Optional<String> reason() {
    FileDrift drift = status.record().deployed().drift();
    return failure()
        .map(Failure::message)
        .or(() -> drift.kind().isEmpty() ? Optional.of(drift.sentence()) : Optional.empty());
  }

  private String hintOr(String otherwise) {
    return failure().map(Failure::hint).filter(hint -> !hint.isEmpty()).orElse(otherwise);
  }

  /// What the record says of what is not live, or of the newest entry.
  private Optional<Failure> recorded() {
    return (status.branch().undeployed().isPresent() ? refusal() : history.ofPass())
        .flatMap(entry -> entry.failures().stream().findFirst());
  }

  /// The entry that says why what the branch holds is not live.
  private Optional<Entry> refusal() {
    return status.branch().undeployed().flatMap(BranchStatus.Undeployed::entry);
  }

  private Optional<Instant> passesSince() {
    return status.branch().lastPass().map(LastPass::since);
  }

  private Optional<Instant> newestAt() {
    return history.ofPass().map(Entry::at);
  }

  /// The command with the unit's name after it; empty when there is no unit.
  private String unit(String command) {
    return switch (status.target().consumer().activation()) {
      case Activation.Systemd systemd -> command + systemd.unit();
      case Activation.Signalled _, Activation.Command _, Activation.None _ -> "";
    };
  }
}
