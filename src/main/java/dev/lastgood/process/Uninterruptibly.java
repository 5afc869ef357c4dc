// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.time.Duration;

/// Waiting that an interrupt doesn't shorten, and doesn't lose.
final class Uninterruptibly {
  private Uninterruptibly() {}

  /// Waits until something has happened, or the time is over.
  ///
  /// @return whether it happened
  static boolean await(Duration most, Wait wait) {
    boolean interrupted = false;
    long end = System.nanoTime() + most.toNanos();
    try {
      while (true) {
        try {
          return wait.happened(Math.max(0, end - System.nanoTime()));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Something that can be waited for.
  interface Wait {
    /// Waits so many nanoseconds at the most.
    ///
    /// @return whether it happened
    boolean happened(long nanos) throws InterruptedException;
  }
}
