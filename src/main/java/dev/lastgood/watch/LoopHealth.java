// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.PassResult;
import dev.lastgood.config.Config;
import dev.lastgood.model.Failure;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.PassEnd;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.LastPass;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the loop has told of itself, for those who ask.
final class LoopHealth implements Health {
  private final Supplier<Instant> clock;
  private final LoopDeadline deadline;
  private List<SourceName> sources = List.of();
  private Map<TargetName, Duration> budgets = Map.of();
  private final Map<SourceName, SourceHealth> looks = new HashMap<>();
  private final Map<TargetName, Passed> passes = new HashMap<>();

  LoopHealth(Supplier<Instant> clock, LoopDeadline deadline) {
    this.clock = clock;
    this.deadline = deadline;
  }

  /// The last pass over a target.
  ///
  /// @param judgedAt when the last one ended that could judge, or did not have to; of the first one
  ///   when it ended in any case
  /// @param usable whether there is a file to run on
  private record Passed(
      Instant at,
      Instant judgedAt,
      LastPass.Conclusion conclusion,
      boolean usable,
      Durability durability) {
    boolean isStale(Instant now, Duration budget) {
      return conclusion == LastPass.Conclusion.STALE
          || conclusion == LastPass.Conclusion.NO_FILE
          || judgedAt.plus(budget).isBefore(now);
    }
  }

  /// From now on this is watched.
  synchronized void configured(Config config) {
    sources = config.sources().stream().map(source -> source.name()).toList();
    Map<TargetName, Duration> staleAfter = new LinkedHashMap<>();
    config
        .targets()
        .forEach(target -> staleAfter.put(target.name(), target.source().policy().staleAfter()));
    budgets = staleAfter;
    looks.keySet().retainAll(sources);
    passes.keySet().retainAll(budgets.keySet());
  }

  /// A round over these sources is over.
  synchronized void over(Round round, Iterable<SourceName> looked) {
    Instant now = clock.get();
    switch (round) {
      case Round.Occupied _ -> {}
      case Round.Impossible(_, Failure why) ->
          looked.forEach(source -> failed(source, now, why.message()));
      case Round.Made(List<PassResult> results) -> {
        looked.forEach(source ->
            looks.put(
                source, new SourceHealth(source, Optional.of(now), failure(source, results))));
        results.forEach(result -> passed(result, now));
      }
    }
  }

  /// A look found nothing that a pass would be needed for.
  synchronized void looked(SourceName source) {
    looks.put(source, new SourceHealth(source, Optional.of(clock.get()), Optional.empty()));
  }

  private void failed(SourceName source, Instant now, String why) {
    looks.put(source, new SourceHealth(source, Optional.of(now), Optional.of(why)));
  }

  private static Optional<String> failure(SourceName source, List<PassResult> results) {
    return results.stream()
        .filter(result -> result.target().source().name().equals(source))
        .flatMap(result -> Round.unanswered(result).stream())
        .findFirst();
  }

  private void passed(PassResult result, Instant now) {
    switch (result) {
      case PassResult.Done(Target target, PassEnd end, _, _) -> {
        boolean isUsable = end.outcome().live().content().isPresent();
        passed(target.name(), now, end.result(), isUsable);
      }
      case PassResult.Stopped _ -> {}
      case PassResult.Broken(Target target, Throwable bug) ->
          passed(target.name(), now, LastPass.Result.bug(bug), false);
    }
  }

  private void passed(TargetName target, Instant now, LastPass.Result result, boolean isUsable) {
    Optional<Passed> before =
        Optional.ofNullable(passes.get(target)).filter(_ -> isBlind(result.conclusion()));
    Instant judgedAt = before.map(Passed::judgedAt).orElse(now);
    passes.put(
        target, new Passed(now, judgedAt, result.conclusion(), isUsable, result.durability()));
  }

  /// Whether a pass with this end did not come to judge what the branch holds.
  private static boolean isBlind(LastPass.Conclusion conclusion) {
    return switch (conclusion) {
      case FAILED, BUG -> true;
      case DONE,
          HELD,
          OFFLINE, // that has a budget of its own
          STALE,
          NO_FILE,
          REFUSED,
          ROLLED_BACK,
          ROLLED_BACK_TO_NOTHING,
          UNHEALTHY,
          STRANDED ->
          false;
    };
  }

  @Override
  public synchronized Report now() {
    Instant now = clock.get();
    boolean ready =
        budgets.keySet().stream()
            .allMatch(target ->
                Optional.ofNullable(passes.get(target)).filter(Passed::usable).isPresent());
    return new Report(
        ready,
        deadline.isKept(),
        sources.stream().map(this::source).toList(),
        budgets.entrySet().stream()
            .map(each -> target(each.getKey(), each.getValue(), now))
            .toList());
  }

  private SourceHealth source(SourceName source) {
    return looks.getOrDefault(source, new SourceHealth(source, Optional.empty(), Optional.empty()));
  }

  private TargetHealth target(TargetName target, Duration budget, Instant now) {
    Optional<Passed> passed = Optional.ofNullable(passes.get(target));
    return new TargetHealth(
        target,
        passed.map(Passed::at),
        passed.map(Passed::conclusion),
        passed.filter(last -> last.isStale(now, budget)).isPresent(),
        passed.filter(last -> last.durability().isTrouble()).isEmpty());
  }
}
