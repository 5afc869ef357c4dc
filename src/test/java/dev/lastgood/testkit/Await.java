// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Waits for what happens elsewhere: in another process, or on another thread.
public final class Await {
  /// Long enough for a busy machine; only a test that fails waits for it.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Await() {}

  /// Waits until something holds.
  ///
  /// @param what is waited for, in words, for example `the swap`
  public static void until(String what, Callable<Boolean> condition) {
    until(what, PATIENCE, condition);
  }

  /// Waits until something holds, for what may take longer than most.
  ///
  /// @param what is waited for, in words
  public static void until(String what, Duration patience, Callable<Boolean> condition) {
    Object _ = present(what, patience, () -> Optional.of(condition.call()).filter(holds -> holds));
  }

  /// Waits until there is something.
  ///
  /// @param what is waited for, in words
  public static <T> T present(String what, Callable<Optional<T>> look) {
    return present(what, PATIENCE, look);
  }

  private static <T> T present(String what, Duration patience, Callable<Optional<T>> look) {
    long start = System.nanoTime();
    try {
      while (true) {
        Optional<T> found = look.call();
        if (found.isPresent()) {
          return found.get();
        }
        if (System.nanoTime() - start > patience.toNanos()) {
          throw new AssertionError("waited " + patience.toSeconds() + " s for: " + what);
        }
        Thread.sleep(20);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("while waiting for: " + what, e);
    }
  }
}
