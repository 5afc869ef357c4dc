// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Waits for what happens elsewhere: in another process, or on another thread.
public final class Await {
  /// Long enough for a busy machine; only a test that fails waits for it.
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private Await() {}

  /// Waits until something holds.
  ///
  /// @param what is waited for, in words, for example `the swap`
  public static void until(String what, Callable<Boolean> condition) {
    until(what, TIMEOUT, condition);
  }

  /// Waits until something holds, for what may take longer than most.
  ///
  /// @param what is waited for, in words
  public static void until(String what, Duration timeout, Callable<Boolean> condition) {
    Object _ = present(what, timeout, () -> Optional.of(condition.call()).filter(holds -> holds));
  }

  /// Waits until there is something.
  ///
  /// @param what is waited for, in words
  public static <T> T present(String what, Callable<Optional<T>> look) {
    return present(what, TIMEOUT, look);
  }

  private static <T> T present(String what, Duration timeout, Callable<Optional<T>> look) {
    long start = System.nanoTime();
    try {
      while (true) {
        Optional<T> found = look.call();
        if (found.isPresent()) {
          return found.get();
        }
        if (System.nanoTime() - start > timeout.toNanos()) {
          throw new AssertionError("waited " + timeout.toSeconds() + " s for: " + what);
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
