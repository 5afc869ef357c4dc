// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the service manager that the loop is alive, for as long as that is so: one that hangs is
/// ended and started again, which finishes or undoes its pass.
final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final ServiceManager manager;
  private final LoopDeadline deadline;
  private boolean hung;

  Watchdog(ServiceManager manager, LoopDeadline deadline) {
    this.manager = manager;
    this.deadline = deadline;
  }

  /// Begins, on a thread of its own.
  ///
  /// @param within how soon the service manager wants to hear something
  void start(Duration within) {
    Thread.ofPlatform().daemon().name("watchdog").start(() -> run(within.dividedBy(2)));
  }

  private void run(Duration period) {
    try {
      while (true) {
        ping();
        Thread.sleep(period);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void ping() {
    if (deadline.isKept()) {
      hung = false;
      manager.alive();
    } else if (!hung) {
      hung = true;
      LOG.error("a pass takes longer than any may; the service manager is told nothing any more");
    }
  }
}
