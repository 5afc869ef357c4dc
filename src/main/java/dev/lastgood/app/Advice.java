// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a state means for a target, why it is so, since when, and what to do about it.
///
/// @param summary one sentence without a full stop
/// @param why what went wrong, or who ordered it; empty when the summary says all
/// @param since since when it has been so, as far as that is known
/// @param next the command or line to follow; empty when there is nothing to do
public record Advice(String summary, Optional<String> why, Optional<Instant> since, String next) {
  static Advice of(TargetStatus status) {
    return new Author(status).advice();
  }

  private record Author(TargetStatus status) {
    Advice advice() {
      return switch (status.state()) {
        case GOOD -> plain("as it should be", "");
        case NEW -> plain("nothing has been deployed yet", sync());
        case PENDING ->
            new Advice(
                "live and not proven yet: the service is not running",
                Optional.empty(),
                newest().map(Entry::at),
                "start the service" + unit(": systemctl start ") + ", then: " + sync());
        case HELD -> history().pause().map(this::paused).orElseGet(this::rolledBackByHand);
        case WAITING -> waiting();
        case REWRITTEN ->
            new Advice(
                "the branch was rewritten, the last good is live",
                failed(),
                entryOfUndeployed().map(Entry::at).or(this::passesSince),
                rewritten());
        case FAILING -> failing("passes fail until an operator acts");
        case UNREACHABLE ->
            failing(
                "the source was not reached; that is no error for another "
                    + Durations.rough(left()));
        case STALE -> stale();
        case DRIFTED -> plain("the file is not what is recorded as live", heal());
        case UNHEALTHY ->
            unhealthy(
                status.facts().host().service() == StateFacts.Service.STOPPED
                    ? "the service is stopped"
                    : "the service is unhealthy");
        case STRANDED -> unhealthy("a person is needed now: the rollback failed as well");
        case INTERRUPTED ->
            new Advice(
                "a pass was killed after it began to swap",
                Optional.empty(),
                history().intent().map(intent -> intent.plan().run().startedAt()),
                sync());
        case LOST -> failing("the record has forgotten what was deployed");
      };
    }

    private static Advice plain(String summary, String next) {
      return new Advice(summary, Optional.empty(), Optional.empty(), next);
    }

    private Advice failing(String summary) {
      return new Advice(summary, failed(), passesSince(), hintOr("lastgood doctor"));
    }

    private Advice unhealthy(String summary) {
      String show = "lastgood show " + name() + " @{0}";
      return new Advice(
          summary,
          recorded().map(Failure::message),
          newest().map(Entry::at),
          show + unit("; journalctl -u "));
    }

    private Advice paused(History.Pause pause) {
      return new Advice(
          "paused",
          Optional.of(pause.reason() + ", by " + pause.actor()),
          Optional.of(pause.at()),
          "lastgood resume " + name());
    }

    private Advice rolledBackByHand() {
      String why =
          entryOfUndeployed()
              .map(Entry::attempt)
              .map(it -> it.account().text().strip() + " By " + it.run().actor())
              .orElse("an operator went back from the branch's content");
      return new Advice(
          "rolled back by hand, newer content is deployed again",
          Optional.of(why),
          entryOfUndeployed().map(Entry::at),
          "merge a change; or try it again: " + retry());
    }

    private Advice waiting() {
      String good = status.facts().record().live() ? ", the last good is live" : "";
      StateFacts.Waiting waiting = status.facts().waiting();
      String what =
          switch (waiting) {
            case NEXT ->
                isRefusedAnew()
                    ? "the branch's content is refused"
                    : "the branch's content is tried by the next pass";
            case NOTHING -> "what the branch offers is refused";
            case ROLLED_BACK_BY_HAND, IN_QUARANTINE -> "the branch's content is in quarantine";
          };
      String next =
          switch (waiting) {
            case NEXT -> isRefusedAnew() ? hintOr("merge a fix") : sync();
            case NOTHING -> hintOr("merge a fix");
            case ROLLED_BACK_BY_HAND, IN_QUARANTINE -> "merge a fix; or try it again: " + retry();
          };
      return new Advice(
          what + good,
          recorded().or(status::failure).map(Failure::message),
          entryOfUndeployed().map(Entry::at).or(this::passesSince),
          next);
    }

    /// Whether what the branch holds is refused anew by each pass, since no quarantine keeps it
    /// away.
    private boolean isRefusedAnew() {
      boolean refused =
          status
              .branch()
              .lastPass()
              .filter(pass -> pass.result().conclusion() == LastPass.Conclusion.REFUSED)
              .isPresent();
      return refused
          && entryOfUndeployed().flatMap(entry -> entry.attempt().change().quarantine()).isEmpty();
    }

    private Advice stale() {
      boolean never = status.branch().lastPass().isEmpty();
      Duration budget = budget();
      String summary =
          never
              ? "no pass with this configuration is known"
              : status.facts().record().live()
                  ? "the branch's content was not judged for longer than stale-after: "
                      + Durations.rough(budget)
                  : "the source was not reached, and there is no usable file";
      return new Advice(
          summary,
          failed(),
          status.branch().judged().map(at -> at.plus(budget)),
          never ? sync() : hintOr("lastgood doctor"));
    }

    private Duration left() {
      Instant from =
          status.branch().judged().or(() -> newest().map(Entry::at)).orElse(Instant.EPOCH);
      Duration left = budget().minus(Duration.between(from, status.at()));
      return left.isNegative() ? Duration.ZERO : Duration.ofSeconds(left.toSeconds());
    }

    private Duration budget() {
      return status.target().source().policy().staleAfter();
    }

    private Optional<String> failed() {
      Drift drift = status.record().deployed().drift();
      return status
          .failure()
          .map(Failure::message)
          .or(() ->
              drift.kind() == Drift.Kind.UNREADABLE
                  ? Optional.of(drift.sentence())
                  : Optional.empty());
    }

    /// What the record says of what is not live, or of the newest entry.
    private Optional<Failure> recorded() {
      return (status.branch().undeployed().isPresent() ? entryOfUndeployed() : newest())
          .flatMap(entry -> entry.attempt().account().failures().stream().findFirst());
    }

    private Optional<Entry> entryOfUndeployed() {
      return status.branch().undeployed().flatMap(BranchStatus.Undeployed::entry);
    }

    private Optional<Instant> passesSince() {
      return status.branch().lastPass().map(LastPass::since);
    }

    private History history() {
      return status.record().history();
    }

    private Optional<Entry> newest() {
      return history().newest();
    }

    private String hintOr(String otherwise) {
      return status.failure().map(Failure::hint).filter(it -> !it.isEmpty()).orElse(otherwise);
    }

    private String rewritten() {
      return "lastgood diff "
          + name()
          + "; when that was meant: lastgood accept-rewrite "
          + status.target().source().name()
          + ", then: "
          + sync();
    }

    private String heal() {
      return switch (status.target().place().onDrift()) {
        case HEAL -> sync();
        case REPORT -> retry();
      };
    }

    private String sync() {
      return "lastgood sync " + name();
    }

    private String retry() {
      return sync() + " --retry";
    }

    private String name() {
      return status.target().name().value();
    }

    /// The command with the unit's name after it; empty when there is no unit.
    private String unit(String command) {
      return switch (status.target().consumer().activation()) {
        case Activation.Systemd systemd -> command + systemd.unit();
        case Activation.Command _, Activation.None _ -> "";
      };
    }
  }
}
