// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The page as it was made last. It is made when somebody asks, by one thread that takes a tenth of
/// one processor at most, however many ask however often: passes come first.
final class LatestPage {
  private static final Logger LOG = LoggerFactory.getLogger(LatestPage.class);

  /// How long a page counts as new at least.
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /// How many times as long as it took to make.
  private static final int REST = 10;

  private final Page page;
  private final Supplier<Duration> clock;
  private Optional<Kept> kept = Optional.empty();
  private Optional<CompletableFuture<Answer>> making = Optional.empty();

  /// @param until on the steady clock
  private record Kept(Answer answer, Duration until) {}

  /// @param clock the steady one
  LatestPage(Page page, Supplier<Duration> clock) {
    this.page = page;
    this.clock = clock;
  }

  /// The page when it is new, or is within so long; else the one before it; empty when there is
  /// none yet.
  Optional<Answer> within(Duration patience) {
    CompletableFuture<Answer> next;
    synchronized (this) {
      if (kept.filter(it -> clock.get().compareTo(it.until()) < 0).isPresent()) {
        return kept.map(Kept::answer);
      }
      next = making.orElseGet(this::begin);
    }
    try {
      return Optional.of(next.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException _) {
      return before();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return before();
    }
  }

  private synchronized Optional<Answer> before() {
    return kept.map(Kept::answer);
  }

  private CompletableFuture<Answer> begin() {
    CompletableFuture<Answer> begun = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("page").start(() -> make(begun)); // may be refused
    making = Optional.of(begun);
    return begun;
  }

  private void make(CompletableFuture<Answer> begun) {
    Duration began = clock.get();
    Answer answer = made();
    Duration now = clock.get();
    Duration rest = now.minus(began).multipliedBy(REST);
    synchronized (this) {
      kept =
          Optional.of(new Kept(answer, now.plus(rest.compareTo(SHORTEST) > 0 ? rest : SHORTEST)));
      making = Optional.empty();
    }
    begun.complete(answer);
  }

  private Answer made() {
    try {
      return PageEndpoint.of(page.make());
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      LOG.error("the report could not be made", e);
      return Answer.refused(500, "the report could not be made; the log of lastgood says why");
    }
  }
}
