// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Looks at branches: asks each source once, however many targets follow it, and remembers what was
/// seen.
final class Poller {
  private final Ports ports;
  private final StatusCache cache;
  private final Map<SourceName, Answer> answers = new HashMap<>();
  private final Map<SourceName, StatusCache.Poll> remembered = new HashMap<>();

  Poller(Ports ports) {
    this.ports = ports;
    this.cache = ports.memory().cache();
  }

  /// What came of looking for the file at branch:path.
  sealed interface Lookup {
    record Located(Mirror.Found file) implements Lookup {}

    /// It is not, or could not be had.
    record Failed(Failure why) implements Lookup {}
  }

  /// Looks for the target's file at the tip of its branch, and notes both in the recorder.
  Lookup look(PassRecorder recorder) {
    Target target = recorder.target();
    Source source = target.source();
    try {
      Mirror.Tip tip =
          recorder.timed(
              Step.LOOK,
              () -> answers.computeIfAbsent(source.name(), _ -> ask(source, recorder)).tip());
      recorder.tip(tip);
      Mirror.Found found =
          recorder.timed(Step.FETCH, () -> ports.mirror().locate(source, tip, target.path()));
      recorder.found(Judge.unjudged(target, found));
      return new Lookup.Located(found);
    } catch (StepFailed e) {
      return new Lookup.Failed(e.failure());
    }
  }

  private Answer ask(Source source, PassRecorder recorder) {
    Optional<StatusCache.Poll> last = cache.lastPoll(source);
    Instant now = ports.time().now();
    try {
      Mirror.Tip tip = ports.mirror().look(source);
      remember(
          source,
          new StatusCache.Poll(
              now, Optional.of(now), Optional.of(tip), Optional.empty(), Optional.empty()));
      return () -> tip;
    } catch (StepFailed e) {
      Failure failure = e.failure();
      // A server that answers "no such branch" was reached.
      boolean answered = Culprit.of(failure) == Culprit.CONTENT;
      StatusCache.Poll poll =
          new StatusCache.Poll(
              now,
              answered ? Optional.of(now) : last.flatMap(StatusCache.Poll::succeededAt),
              last.flatMap(StatusCache.Poll::tip),
              Optional.of(failure.message()),
              Optional.empty());
      if (!recorder.request().isWithoutCredentials(source)) {
        remember(source, poll);
      }
      return () -> {
        throw new StepFailed(failure);
      };
    }
  }

  private void remember(Source source, StatusCache.Poll poll) {
    remembered.put(source.name(), poll);
    cache.remember(source, poll);
  }

  /// Remembers what went over the wire for a look, and for what a pass asked after it.
  void rememberTraffic(Source source) {
    Optional.ofNullable(remembered.get(source.name()))
        .map(poll -> poll.with(ports.mirror().traffic(source)))
        .ifPresent(poll -> cache.remember(source, poll));
  }

  /// Remembers that the branch's content was judged: from here its budget counts.
  void judged(Target target) {
    cache.rememberJudged(target, ports.time().now());
  }

  /// How serious it is that the branch's content can't be had.
  ///
  /// It counts from the last time that this target's content was judged, not from the last tip that
  /// was seen: a server that names a tip and gives no more is as good as silent. Nothing is known
  /// of a time in the future, when a clock was wrong.
  Outcome.Budget budget(Target target, Live live) throws StepFailed {
    if (live.content().isEmpty()) {
      return Outcome.Budget.NO_FILE;
    }
    Instant now = ports.time().now();
    Optional<Instant> judged = cache.judged(target).filter(at -> !at.isAfter(now));
    if (judged.isEmpty()) { // status.json may be lost
      judged =
          ports
              .memory()
              .ledger()
              .newest(target.name(), entry -> isJudgement(entry.attempt(), target))
              .map(Entry::at)
              .filter(at -> !at.isAfter(now));
    }
    Duration budget = target.source().policy().staleAfter();
    return judged.filter(at -> Duration.between(at, now).compareTo(budget) <= 0).isPresent()
        ? Outcome.Budget.WITHIN
        : Outcome.Budget.SPENT;
  }

  /// Whether content was in hand, found where the target looks now. It need not have been for what
  /// is done to live content, or to finish what a killed pass began.
  private static boolean isJudgement(Attempt attempt, Target target) {
    Change change = attempt.change();
    boolean judged =
        switch (attempt.outcome()) {
          case REFUSED, ADOPTED -> true;
          case DEPLOYED ->
              !change.before().content().equals(change.after().content()); // or a proof
          case DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK, ROLLED_BACK, STRANDED -> false;
          case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> false;
        };
    return judged && change.candidate().filter(one -> one.origin().isOf(target)).isPresent();
  }

  /// What came of asking a source, for every target of it.
  private interface Answer {
    Mirror.Tip tip() throws StepFailed;
  }
}
