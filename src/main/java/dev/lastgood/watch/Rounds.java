// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.AfterPasses;
import dev.lastgood.app.Operator;
import dev.lastgood.app.PassResult;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.Config;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.PassRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes passes, and takes whatever is thrown there for an answer.
final class Rounds {
  private final Operator operator;
  private final Supplier<Duration> clock;
  private final LoopDeadline deadline;
  private final RemoteBackoff remote;

  Rounds(
      Operator operator, Supplier<Duration> clock, LoopDeadline deadline, RandomGenerator random) {
    this.operator = operator;
    this.clock = clock;
    this.deadline = deadline;
    this.remote = new RemoteBackoff(random);
  }

  /// One pass over each of these targets, each of whose sources is asked once.
  Round make(Watched watched, List<Target> targets) {
    Duration began = clock.get();
    PassRequest request =
        new PassRequest(Trigger.WATCH, operator.actor(), operator.host(), remote.options(began));
    Optional<Config.Push> push = watched.config().ledger().push();
    deadline.promise(
        targets.stream()
            .map(target -> PassBound.of(target, push))
            .reduce(Duration.ZERO, Duration::plus)
            .plus(watched.after().map(AfterPasses::bound).orElse(Duration.ZERO)));
    try {
      List<PassResult> results = watched.round().run(targets, request, result -> result);
      remote.over(results, began, clock.get());
      return new Round.Made(results);
    } catch (RequestFailed e) {
      return Round.of(e);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return new Round.Impossible("", Failure.bug(Step.LOCK, e));
    }
  }
}
