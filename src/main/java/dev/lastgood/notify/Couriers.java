// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Deliver at the same time, each to one recipient, so that none waits for another; and no longer
/// than it may take.
final class Couriers {
  /// What ending a program that hangs may take beyond its timeout.
  private static final Duration GRACE = Duration.ofSeconds(6);

  private Couriers() {}

  /// How long they may take together: one begins no delivery after a recipient's timeout, and that
  /// one may take as long again.
  static Duration bound(List<Recipient> recipients) {
    return recipients.stream()
        .map(one -> one.notifier().timeout().multipliedBy(2))
        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other)
        .plus(GRACE);
  }

  /// What one of them does for its recipient.
  interface Round {
    void make(Recipient recipient, Consumer<Attempt> said);
  }

  /// Sends them out, and waits for them.
  ///
  /// @return what came of it, as far as that is known in time
  static List<Attempt> send(List<Recipient> recipients, Round round) {
    List<Queue<Attempt>> attempts = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long end = System.nanoTime() + bound(recipients).toNanos();
    for (Recipient recipient : recipients) {
      Queue<Attempt> his = new ConcurrentLinkedQueue<>();
      attempts.add(his);
      threads.add(
          Thread.ofPlatform().daemon().name("notify").start(() -> round.make(recipient, his::add)));
    }
    await(threads, end);
    return attempts.stream().flatMap(Queue::stream).toList();
  }

  /// One that has not come back by then is left alone: it keeps no process alive.
  private static void await(List<Thread> threads, long end) {
    try {
      for (Thread thread : threads) {
        boolean _ = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
