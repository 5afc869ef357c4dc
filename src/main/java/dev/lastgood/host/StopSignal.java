// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import dev.lastgood.process.StopSignals;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.CriticalSection.Ending;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What SIGHUP, SIGINT and SIGTERM do: before the swap they end the process at once, afterwards
/// they wait until the pass is proven or undone and has said so.
///
/// The process is ended without the JVM's shutdown, whose hooks would run beside the pass. So one
/// that is stopped before the swap leaves what a killed one leaves, which the next pass removes;
/// one that is stopped afterwards ends by itself, with the code of what it did.
public final class StopSignal {
  /// How often a pass that has entered is looked at.
  private static final Duration PERIOD = Duration.ofMillis(20);

  /// What the command may take to say what it did, once nothing needs to be finished any more.
  private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(5);

  private final CriticalSection section = new CriticalSection();
  private volatile Service process;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);

  /// @param end ends the process at once
  public StopSignal(Runnable end) {
    this.process = new Command(end);
  }

  /// What a process that stays does at signals.
  public interface Service {
    /// SIGHUP: it reads its configuration again.
    void reload();

    /// It is asked to stop, and will: now or when its pass is over.
    void stopping();

    /// Ends the process at once.
    void end();
  }

  /// One that runs to its end: SIGHUP comes when its terminal is closed.
  private record Command(Runnable ended) implements Service {
    @Override
    public void reload() {}

    @Override
    public void stopping() {}

    @Override
    public void end() {
      ended.run();
    }
  }

  public void install() {
    StopSignals.answer(this::arrived);
  }

  /// From now on this process stays: SIGHUP is no reason to stop.
  public void serve(Service service) {
    process = service;
    StopSignals.answerHangUp(service::reload);
  }

  /// What is to be done before a signal ends this process at once.
  public void atEnd(Runnable last) {
    Service before = process;
    process =
        new Command(() -> {
          last.run();
          before.end();
        });
  }

  /// What a pass and a signal meet at.
  public CriticalSection section() {
    return section;
  }

  /// The command came to its end: nothing is left to wait for.
  public void finished() {
    finished.countDown();
  }

  /// A signal arrived. Whoever is impatient and sends another one changes nothing.
  void arrived() {
    if (!requested.compareAndSet(false, true)) {
      return;
    }
    process.stopping();
    try {
      Ending ending = section.requestStop();
      while (ending == Ending.WHEN_LEFT && !isFinishedWithin(PERIOD)) {
        ending = section.requestStop();
      }
      if (!isFinishedWithin(reportTimeout(ending))) {
        process.end();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFinishedWithin(Duration timeout) throws InterruptedException {
    return finished.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Duration reportTimeout(Ending ending) {
    return switch (ending) {
      case AT_ONCE, WHEN_LEFT -> Duration.ZERO;
      case WHEN_SAID -> REPORT_TIMEOUT;
    };
  }
}
