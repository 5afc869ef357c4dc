// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.TargetState;
import dev.lastgood.report.Tone;
import dev.lastgood.sync.History;
import dev.lastgood.sync.LastPass;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a state means for this target: one sentence, why, since when, and what to do next.
public final class Advice {
  private final TargetStatus standing;
  private final Instant now;

  public Advice(TargetStatus standing, Instant now) {
    this.standing = standing;
    this.now = now;
  }

  /// What is so, without a full stop.
  public String sentence() {
    return switch (standing.state()) {
      case GOOD -> "as it should be";
      case NEW -> "nothing has been deployed yet";
      case PENDING -> "live and not proven yet: the service is not running";
      case HELD -> held();
      case WAITING -> waiting();
      case REWRITTEN -> "the branch was rewritten, the last good is live";
      case FAILING -> "passes fail until an operator acts";
      case UNREACHABLE ->
          "the source was not reached; that is no error for another " + Durations.rough(left());
      case STALE -> stale();
      case DRIFTED -> "the file is not what is recorded as live";
      case UNHEALTHY -> unhealthy();
      case STRANDED -> "a person is needed now: the rollback failed as well";
      case INTERRUPTED -> "a pass was killed after it began to swap";
      case LOST -> "the record has forgotten what was deployed";
    };
  }

  private String held() {
    return standing.record().history().pause().isPresent()
        ? "paused"
        : "rolled back by hand, newer content is deployed again";
  }

  private String waiting() {
    String good = standing.known().record().live() ? ", the last good is live" : "";
    return switch (standing.known().waiting()) {
      case NEXT ->
          standing.isRefusedAnew()
              ? "the branch's content is refused" + good
              : "the branch's content is tried by the next pass" + good;
      case NOTHING -> "what the branch offers is refused" + good;
      case ROLLED_BACK_BY_HAND, IN_QUARANTINE -> "the branch's content is in quarantine" + good;
    };
  }

  private String stale() {
    if (standing.seen().pass().isEmpty()) {
      return "no pass with this configuration is known";
    }
    if (!standing.known().record().live()) {
      return "the source was not reached, and there is no usable file";
    }
    return "the branch's content was not judged for longer than stale-after: "
        + Durations.rough(standing.target().source().policy().staleAfter());
  }

  private String unhealthy() {
    return standing.known().host().service() == StateFacts.Service.STOPPED
        ? "the service is stopped"
        : "the service is unhealthy";
  }

  private Duration left() {
    Instant from = standing.seen().judged().or(() -> newest().map(Entry::at)).orElse(Instant.EPOCH);
    Duration left =
        standing.target().source().policy().staleAfter().minus(Duration.between(from, now));
    return left.isNegative() ? Duration.ZERO : Duration.ofSeconds(left.toSeconds());
  }

  /// Why, when there is more to say than the sentence: what went wrong, or who ordered it.
  public Optional<String> why() {
    return switch (standing.state()) {
      case GOOD, NEW, PENDING, DRIFTED -> Optional.empty();
      case HELD -> Optional.of(order());
      case WAITING -> recorded().or(standing::failure).map(Failure::message);
      case REWRITTEN, FAILING, UNREACHABLE, STALE, LOST ->
          standing.failure().map(Failure::message).or(this::unreadable);
      case STRANDED, UNHEALTHY -> recorded().map(Failure::message);
      case INTERRUPTED -> Optional.empty();
    };
  }

  private String order() {
    Optional<History.Pause> pause = standing.record().history().pause();
    if (pause.isPresent()) {
      return pause.get().reason() + ", by " + pause.get().actor();
    }
    return standing
        .seen()
        .waits()
        .flatMap(TargetStatus.Waiting::entry)
        .map(entry ->
            entry.attempt().account().text().strip() + " By " + entry.attempt().run().actor())
        .orElse("an operator went back from the branch's content");
  }

  private Optional<String> unreadable() {
    return standing.drift().kind() == Drift.Kind.UNREADABLE
        ? Optional.of(standing.drift().sentence())
        : Optional.empty();
  }

  /// What the record says of what is not live, or of the newest entry.
  private Optional<Failure> recorded() {
    return standing
        .seen()
        .waits()
        .flatMap(TargetStatus.Waiting::entry)
        .or(() -> standing.seen().waits().isPresent() ? Optional.empty() : newest())
        .flatMap(entry -> entry.attempt().account().failures().stream().findFirst());
  }

  private Optional<Entry> newest() {
    return standing.record().history().newest();
  }

  /// Since when it has been so, as far as that is known.
  public Optional<Instant> since() {
    return switch (standing.state()) {
      case GOOD, NEW, DRIFTED -> Optional.empty();
      case PENDING, STRANDED, UNHEALTHY -> newest().map(Entry::at);
      case HELD ->
          standing.record().history().pause().map(History.Pause::at).or(this::waitingSince);
      case WAITING, REWRITTEN -> waitingSince().or(this::passesSince);
      case FAILING, LOST, UNREACHABLE -> passesSince();
      case STALE ->
          standing
              .seen()
              .judged()
              .map(at -> at.plus(standing.target().source().policy().staleAfter()));
      case INTERRUPTED ->
          standing.record().history().intent().map(intent -> intent.plan().run().startedAt());
    };
  }

  private Optional<Instant> waitingSince() {
    return standing.seen().waits().flatMap(TargetStatus.Waiting::entry).map(Entry::at);
  }

  private Optional<Instant> passesSince() {
    return standing.seen().pass().map(LastPass::since);
  }

  /// What to do next; empty when there is nothing to do.
  public String next() {
    return new NextStep(standing).command();
  }

  /// How the state looks.
  public Tone tone() {
    return tone(standing.state());
  }

  public static Tone tone(TargetState state) {
    return switch (state) {
      case GOOD -> Tone.GOOD;
      case NEW, PENDING, HELD, WAITING, REWRITTEN, UNREACHABLE, DRIFTED, INTERRUPTED -> Tone.WARN;
      case FAILING, STALE, UNHEALTHY, STRANDED, LOST -> Tone.BAD;
    };
  }
}
