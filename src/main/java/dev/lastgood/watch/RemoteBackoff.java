// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.PassResult;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.Pushed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When the record's remote is asked again after it failed: later and later, up to an hour. A pass
/// that records something, or has no record yet, asks it in any case.
final class RemoteBackoff {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteBackoff.class);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final RandomGenerator random;
  private int failures;
  private Duration due = Duration.ZERO;

  RemoteBackoff(RandomGenerator random) {
    this.random = random;
  }

  /// How a pass is to be made now.
  Set<PassRequest.Option> options(Duration now) {
    return isLeft(now) ? Set.of(PassRequest.Option.LEAVE_REMOTE) : Set.of();
  }

  private boolean isLeft(Duration now) {
    return failures > 0 && now.compareTo(due) < 0;
  }

  /// Passes are over that began at this time. Those that left it alone, or did not come to ask it,
  /// say nothing of it.
  void over(List<PassResult> results, Duration began, Duration now) {
    List<Pushed> answers = results.stream().flatMap(result -> answer(result).stream()).toList();
    if (isLeft(began) || answers.isEmpty()) {
      return;
    }
    if (answers.stream().anyMatch(pushed -> pushed.failure().isPresent())) {
      failures++;
      due = now.plus(delay());
    } else if (failures > 0) {
      failures = 0;
      LOG.info("the record's remote answers again");
    }
  }

  private static Optional<Pushed> answer(PassResult result) {
    return switch (result) {
      case PassResult.Done done -> Optional.of(done.end().pushed());
      case PassResult.Stopped _, PassResult.Broken _ -> Optional.empty();
    };
  }

  private Duration delay() {
    Duration delay = FIRST;
    for (int i = 1; i < failures && delay.compareTo(LONGEST) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    Duration bounded = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    return Duration.ofMillis((long) (bounded.toMillis() * random.nextDouble(0.8, 1)));
  }
}
