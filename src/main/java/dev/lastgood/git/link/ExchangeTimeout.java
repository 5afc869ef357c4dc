// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

/// Ends an exchange that is still going on when its time is over, wherever it blocks.
///
/// Timeouts of sockets bound each read alone: a server that sends a byte now and then is endless.
final class ExchangeTimeout implements AutoCloseable {
  private final Thread worker = Thread.currentThread();
  private final Thread watcher;
  private boolean closed;
  private boolean fired;

  private ExchangeTimeout(TransferLimit limit, Runnable sever) {
    this.watcher =
        // Not a virtual one: those bring a pool of threads along, in a process that wants one.
        Thread.ofPlatform().daemon().name("exchange-watch").unstarted(() -> watch(limit, sever));
  }

  /// Interrupts this thread and severs the connection at the limit's deadline, unless closed
  /// before.
  static ExchangeTimeout start(TransferLimit limit, Runnable sever) {
    ExchangeTimeout watch = new ExchangeTimeout(limit, sever);
    watch.watcher.start();
    return watch;
  }

  private void watch(TransferLimit limit, Runnable sever) {
    try {
      while (!limit.isOver()) {
        Thread.sleep(limit.left()); // what comes meanwhile may put the deadline off
      }
    } catch (InterruptedException e) {
      return; // closed
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      fired = true;
      worker.interrupt();
    }
    sever.run(); // outside the lock: closing a TLS connection may block
  }

  /// Ends the watch; the interrupt that it caused is forgotten.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (fired) {
        Thread.interrupted();
      }
    }
    watcher.interrupt();
  }
}
