// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.model.SourceName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What the loop is asked from other threads, and where it waits meanwhile.
final class Requests implements Hints {
  private final Supplier<Duration> clock;
  private final Sleep sleep;
  private final Map<SourceName, Hint> hints = new LinkedHashMap<>();
  private boolean reload;
  private final Semaphore asked = new Semaphore(0);

  /// @param clock the steady one
  Requests(Supplier<Duration> clock, Sleep sleep) {
    this.clock = clock;
    this.sleep = sleep;
  }

  /// How time passes while nothing is asked.
  interface Sleep {
    /// As everywhere.
    Sleep REAL = (asked, most) -> asked.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);

    /// Waits until something was asked, or for so long; or less.
    void until(Semaphore asked, Duration most) throws InterruptedException;
  }

  /// A look that was asked for.
  ///
  /// @param at when it was asked for first
  record Hint(LookId look, Duration at) {}

  @Override
  public synchronized LookId hint(SourceName source) {
    Hint hint = hints.computeIfAbsent(source, _ -> new Hint(LookId.next(), clock.get()));
    asked.release();
    return hint.look();
  }

  /// Asks for the configuration to be read again.
  synchronized void reload() {
    reload = true;
    asked.release();
  }

  /// The looks that are asked for now.
  synchronized Map<SourceName, Hint> hints() {
    return Map.copyOf(hints);
  }

  /// The look at this source begins: a hint that comes later leads to another one.
  synchronized Optional<LookId> begin(SourceName source) {
    return Optional.ofNullable(hints.remove(source)).map(Hint::look);
  }

  /// Looks that were asked for, and did not take place. One that was asked for since answers both.
  synchronized void again(Map<SourceName, LookId> looks) {
    looks.forEach((source, look) -> hints.putIfAbsent(source, new Hint(look, clock.get())));
  }

  /// Whether the configuration is to be read again; asked once.
  synchronized boolean takeReload() {
    boolean asked = reload;
    reload = false;
    return asked;
  }

  /// Forgets what was asked of sources that there are not.
  synchronized void keep(Iterable<SourceName> sources) {
    Map<SourceName, Hint> kept = new LinkedHashMap<>();
    sources.forEach(
        source -> Optional.ofNullable(hints.get(source)).ifPresent(hint -> kept.put(source, hint)));
    hints.clear();
    hints.putAll(kept);
  }

  /// Waits until something is asked, or for so long.
  void await(Duration most) throws InterruptedException {
    sleep.until(asked, most);
    asked.drainPermits();
  }
}
