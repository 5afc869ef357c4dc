// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.PointOfNoReturn;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// What SIGINT and SIGTERM do: before the swap they end the process at once, afterwards they wait
/// until the pass is proven or undone.
///
/// The JVM answers both signals by running its shutdown hooks, and a process that ends in a hook
/// has the exit code that the hook gives it. A pass that is stopped before the swap leaves what a
/// killed one leaves: at most a staged file, which the next pass removes.
final class StopSignal {
  /// How often a pass that has crossed is looked at.
  private static final Duration PERIOD = Duration.ofMillis(20);

  /// What the command may take to say what it did, once nothing needs to be finished any more.
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final PointOfNoReturn seam = new PointOfNoReturn();
  private final IntConsumer end;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int code = ExitCode.INTERRUPTED.code();

  /// @param end ends the process with a code
  StopSignal(IntConsumer end) {
    this.end = end;
  }

  /// Heeds the signals from now on. A command that makes no passes has no need of that.
  void heed() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::arrived, "stop-signal"));
  }

  /// What a pass and a signal meet at.
  PointOfNoReturn seam() {
    return seam;
  }

  /// The command came to its end: nothing is left to wait for.
  void finished(int exitCode) {
    code = exitCode;
    finished.countDown();
  }

  /// A signal arrived, or the process is ending by itself, with a code of its own.
  void arrived() {
    if (finished.getCount() == 0) {
      return;
    }
    try {
      if (!seam.stop()) {
        awaitReturn();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    end.accept(code);
  }

  private void awaitReturn() throws InterruptedException {
    while (!finished.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
      if (seam.stop()) {
        finished.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        return;
      }
    }
  }
}
